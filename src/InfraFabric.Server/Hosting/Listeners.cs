using System.Net;
using System.Net.Sockets;
using System.Text;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Hosting;

/// <summary>Where the server listens: a loopback port for all, a Unix socket for the owner.</summary>
internal static class Listeners
{
    /// <summary>What the address of a Unix socket has room for on Linux, less its ending zero.</summary>
    private const int MaxSocketPathBytes = 107;

    public static void Configure(KestrelServerOptions kestrel, ServerOptions options, TimeProvider time)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ServerLimits.MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = ServerLimits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = ServerLimits.MaxHeaders;
        kestrel.Limits.MaxRequestLineSize = ServerLimits.MaxRequestLineBytes;
        kestrel.Limits.MaxConcurrentConnections = ServerLimits.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = options.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = options.KeepAliveTimeout;
        kestrel.Listen(options.Address, options.Port, listen => Serve(listen, options.Tls, time));
        kestrel.ListenUnixSocket(options.Home.Socket, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Features.Set(OwnerConnection.Mark);
                return next(connection);
            });
        });
    }

    // HTTP/2 is agreed on in the TLS handshake; without one there is no way to, so it is HTTP/1.1 then.
    private static void Serve(ListenOptions listen, TlsFiles? tls, TimeProvider time)
    {
        listen.Protocols = tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        if (tls is null)
            return;
        var logger = listen.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<TlsHandshake>();
        var handshake = new TlsHandshake(tls, time, logger);
        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = handshake.OptionsAsync });
    }

    /// <summary>Refuses what would be unsafe or cannot work, before anything is opened.</summary>
    public static void Require(ServerOptions options)
    {
        if (options.Tls is null && !IPAddress.IsLoopback(options.Address))
        {
            throw new FabricException(ErrorTable.Usage, $"The server does not listen on {options.Address}.",
                "Beyond loopback every byte could be read on the way, and no certificate for TLS is configured.",
                "Set listen.tls.certificate_file and listen.tls.key_file in fabric.yaml, or listen on 127.0.0.1 and"
                    + " reach it through an SSH tunnel.");
        }

        if (Encoding.UTF8.GetByteCount(options.Home.Socket) > MaxSocketPathBytes)
        {
            throw new FabricException(ErrorTable.Usage, "The path of the home is too long.",
                $"The server's socket {options.Home.Socket} may have at most {MaxSocketPathBytes} bytes in its name.",
                "Choose a shorter --home.");
        }
    }

    /// <summary>Why the server could not listen, and what to do.</summary>
    public static FabricException Explain(ServerOptions options, IOException failed)
    {
        var inUse = failed.InnerException is AddressInUseException
            || failed.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
        return new FabricException(ErrorTable.ListenFailed,
            $"The server cannot listen on {options.Address}:{options.Port}.",
            inUse ? "Another program uses that port." : failed.Message,
            inUse
                ? $"Stop that program ('ss -ltnp sport = :{options.Port}' names it), or choose another with --port."
                : "Choose another with --port.",
            failed);
    }
}
