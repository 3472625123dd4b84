using System.Net.Security;
using System.Security.Authentication;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Hosting;

/// <summary>
/// Gives each new connection the certificate that the files hold now. Files that cannot be used, such as a certificate
/// whose key is not there yet, leave the last good one in place.
/// </summary>
internal sealed partial class TlsHandshake
{
    private readonly TlsFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private SslStreamCertificateContext _current;
    private string _stamp;
    private long _lookedAt;

    /// <summary>Reads the files; an error if they cannot be used.</summary>
    public TlsHandshake(TlsFiles files, TimeProvider time, ILogger logger)
    {
        _files = files;
        _time = time;
        _logger = logger;
        _stamp = StampOf(files);
        _current = ContextOf(ServerCertificate.Load(files, time));
        _lookedAt = time.GetTimestamp();
    }

    public ValueTask<SslServerAuthenticationOptions> OptionsAsync(TlsHandshakeCallbackContext connection)
    {
        Look();
        return ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Volatile.Read(ref _current),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        });
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_lookedAt) < ServerLimits.CertificateCheck)
                return;
            _lookedAt = _time.GetTimestamp();
            var stamp = StampOf(_files);
            if (stamp == _stamp)
                return;
            // Also when it cannot be used: it is said once, not at every connection.
            _stamp = stamp;
            Reload();
        }
    }

    private void Reload()
    {
        try
        {
            var loaded = ServerCertificate.Load(_files, _time);
            Volatile.Write(ref _current, ContextOf(loaded));
            LogReloaded(_logger, _files.CertificateFile, loaded.Expires);
        }
        catch (FabricException unusable)
        {
            LogKept(_logger, _files.CertificateFile, unusable.What, unusable.Why);
        }
    }

    // Nothing is fetched from the network to complete the chain: what the file does not hold is not sent.
    private static SslStreamCertificateContext ContextOf(ServerCertificate certificate) =>
        SslStreamCertificateContext.Create(certificate.Leaf, certificate.Chain, offline: true);

    private static string StampOf(TlsFiles files) => $"{StampOf(files.CertificateFile)} {StampOf(files.KeyFile)}";

    private static string StampOf(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? $"{info.LastWriteTimeUtc.Ticks}/{info.Length}/{info.UnixFileMode}" : "missing";
    }
}
