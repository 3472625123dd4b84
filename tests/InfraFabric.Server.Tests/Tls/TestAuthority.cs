using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InfraFabric.Server.Tests.Tls;

/// <summary>An authority of our own, and server certificates from it, as PEM files in a temporary folder.</summary>
internal sealed class TestAuthority : IDisposable
{
    // As long before today and after it as a certificate of a test may reach.
    private static readonly TimeSpan Reach = TimeSpan.FromDays(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-tls-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _own;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _own = request.CreateSelfSigned(DateTimeOffset.UtcNow - Reach, DateTimeOffset.UtcNow + Reach);
        File.WriteAllText(AuthorityFile, _own.ExportCertificatePem());
    }

    public string AuthorityFile => Path.Combine(_folder.FullName, "ca.pem");

    public TlsFiles Files => new(
        Path.Combine(_folder.FullName, "server.pem"), Path.Combine(_folder.FullName, "server-tls.key"));

    /// <summary>Trusts what this authority has signed, and nothing else.</summary>
    public X509ChainPolicy NewTrust()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(AuthorityFile);
        return policy;
    }

    /// <summary>Puts a new certificate and its key in place; returns its serial number.</summary>
    public string Issue(TimeSpan? validFor = null)
    {
        var (certificate, key) = Make(validFor ?? TimeSpan.FromDays(2));
        WriteKey(key);
        return WriteCertificate(certificate);
    }

    /// <summary>Puts a certificate in place whose key is another one.</summary>
    public void IssueWithoutKey() => WriteCertificate(Make(TimeSpan.FromDays(2)).Certificate);

    public void WriteKey(string pem)
    {
        // As tools do it that renew certificates: a new file in the place of the old one.
        var fresh = Files.KeyFile + ".new";
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
            file.Write(System.Text.Encoding.ASCII.GetBytes(pem));
        File.Move(fresh, Files.KeyFile, overwrite: true);
    }

    public void Dispose()
    {
        _own.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private string WriteCertificate(X509Certificate2 certificate)
    {
        using (certificate)
        {
            File.WriteAllText(Files.CertificateFile, certificate.ExportCertificatePem());
            return certificate.SerialNumber;
        }
    }

    private (X509Certificate2 Certificate, string Key) Make(TimeSpan validFor)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        var from = now.AddDays(-5) + TimeSpan.FromTicks(Math.Min(validFor.Ticks, 0));
        var certificate = request.Create(_own, from, now + validFor, RandomNumberGenerator.GetBytes(8));
        return (certificate, key.ExportPkcs8PrivateKeyPem());
    }
}
