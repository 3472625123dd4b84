using System.Net;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

/// <summary>
/// An authority of our own, with a certificate for servers and one for a client, as PEM files in a folder.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Certificates
{
    private readonly string _folder;
    private readonly DateTimeOffset _from = DateTimeOffset.UtcNow.AddDays(-1);

    public Certificates(string folder, string authority)
    {
        _folder = folder;
        Authority = Path.Combine(folder, $"{authority}.pem");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={authority}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var own = request.CreateSelfSigned(_from, _from.AddDays(2));
        File.WriteAllText(Authority, own.ExportCertificatePem());
        Server = Issue(own, $"{authority}-server");
        Client = Issue(own, $"{authority}-client");
    }

    public string Authority { get; }

    public (string Certificate, string Key) Server { get; }

    public (string Certificate, string Key) Client { get; }

    public EtcdTls ForClient => new()
    {
        AuthorityFile = Authority,
        CertificateFile = Client.Certificate,
        KeyFile = Client.Key,
    };

    private (string Certificate, string Key) Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(authority, _from, _from.AddDays(2), RandomNumberGenerator.GetBytes(8));
        var files = (Certificate: Path.Combine(_folder, $"{name}.pem"), Key: Path.Combine(_folder, $"{name}.key"));
        File.WriteAllText(files.Certificate, issued.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(files.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return files;
    }
}
