using System.Net;
using System.Net.Sockets;
using System.Text;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace InfraFabric.Server.Hosting;

/// <summary>Where the server listens: a loopback port for all, a Unix socket for the owner.</summary>
internal static class Listeners
{
    /// <summary>What the address of a Unix socket has room for on Linux, less its ending zero.</summary>
    private const int MaxSocketPathBytes = 107;

    public static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ServerLimits.MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = ServerLimits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = ServerLimits.MaxHeaders;
        kestrel.Limits.MaxRequestLineSize = ServerLimits.MaxRequestLineBytes;
        kestrel.Limits.MaxConcurrentConnections = ServerLimits.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = ServerLimits.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = ServerLimits.KeepAliveTimeout;
        kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
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

    /// <summary>Refuses what would be unsafe or cannot work, before anything is opened.</summary>
    public static void Require(ServerOptions options)
    {
        if (!IPAddress.IsLoopback(options.Address))
        {
            throw new FabricException(ErrorTable.Usage, $"The server does not listen on {options.Address}.",
                "Beyond loopback every byte could be read on the way, and there is no TLS yet.",
                "Listen on 127.0.0.1 and reach it through an SSH tunnel.");
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
