using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.State.Etcd.Grpc;

namespace InfraFabric.State.Etcd.Cluster;

/// <summary>Makes the connections: HTTP/2 without a negotiation, or under TLS with the given certificates.</summary>
internal sealed class EtcdTransport : IDisposable
{
    private const int StreamWindowBytes = 1024 * 1024;

    private readonly X509Certificate2Collection _authorities = [];
    private readonly X509Certificate2? _own;

    public EtcdTransport(EtcdTls? tls)
    {
        try
        {
            if (tls?.AuthorityFile is { } authorities)
                _authorities.ImportFromPemFile(authorities);
            if (tls is { CertificateFile: { } certificate, KeyFile: { } key })
            {
                PrivateFile.Check(key);
                _own = X509Certificate2.CreateFromPemFile(certificate, key);
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.ConfigInvalid, "A certificate for etcd cannot be read.", e.Message,
                "Correct the certificate files in the etcd section: all are PEM.", e);
        }
    }

    /// <summary>A channel to one member. It connects when it is first used.</summary>
    public GrpcChannel Connect(Uri address) => new(address, NewHandler(), EtcdLimits.MaxMessageBytes);

    public void Dispose()
    {
        _own?.Dispose();
        foreach (var authority in _authorities)
            authority.Dispose();
    }

    // No HTTP/2 keep-alive pings: a server with its default settings ends connections that ping more often than every
    // 5 s. A probe of our own asks the member in use every second instead, see EtcdProbe.
    private SocketsHttpHandler NewHandler()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = EtcdLimits.ConnectTimeout,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            InitialHttp2StreamWindowSize = StreamWindowBytes,
        };
        if (_own is not null)
            handler.SslOptions.ClientCertificates = [_own];
        if (_authorities.Count > 0)
            handler.SslOptions.CertificateChainPolicy = TrustOnly(_authorities);
        return handler;
    }

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
