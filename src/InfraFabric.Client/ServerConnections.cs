using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using InfraFabric.Core.Errors;

namespace InfraFabric.Client;

/// <summary>How connections to a server are made, and what it means when they cannot be.</summary>
internal static class ServerConnections
{
    public static SocketsHttpHandler NewHandler(ServerAddress address, ServerCallerOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            // A reason may be written in any language.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        if (address.Socket is { } path)
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken);
        if (options.AuthorityFile is { } file)
            handler.SslOptions.CertificateChainPolicy = TrustOnly(file);
        return handler;
    }

    public static FabricException Explain(ServerAddress address, HttpRequestException failed)
    {
        var why = failed.InnerException?.Message ?? failed.Message;
        return failed.HttpRequestError == HttpRequestError.SecureConnectionError
            ? new FabricException(ErrorTable.ServerUnreachable, $"The server at {address} is not to be trusted.", why,
                "If its certificate comes from an authority of your own, put that into trust/ca.pem of the home. If it"
                    + " serves without TLS, use http://.", failed)
            : new FabricException(ErrorTable.ServerUnreachable, $"No server answers at {address}.", why,
                "Start one with 'ifctl up', or correct --server.", failed);
    }

    private static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception unreadable) when (
            unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new FabricException(ErrorTable.ConfigInvalid, $"The authorities in {file} cannot be read.",
                unreadable.Message, "Put the certificates of the authorities there, as PEM.", unreadable);
        }

        return policy;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
