using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Hosting;

/// <summary>A certificate with its private key and those that lead to its authority, read from PEM files.</summary>
public sealed class ServerCertificate
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        Leaf = leaf;
        Chain = chain;
    }

    public X509Certificate2 Leaf { get; }

    /// <summary>Those that stand after it in the file.</summary>
    public X509Certificate2Collection Chain { get; }

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset Expires => new(Leaf.NotAfter.ToUniversalTime());

    /// <summary>Reads the files; an error that tells what is wrong with them.</summary>
    public static ServerCertificate Load(TlsFiles files, TimeProvider time)
    {
        RequireOwnerOnly(files.KeyFile);
        try
        {
            var leaf = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(files.CertificateFile);
            chain.RemoveAt(0);
            return RequireValid(new ServerCertificate(leaf, chain), files, time);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"The certificate {files.CertificateFile} cannot be read.", unreadable.Message,
                "Correct listen.tls in fabric.yaml: both files are there, and this user may read them.", unreadable);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw Wrong($"The certificate {files.CertificateFile} cannot be used.",
                $"It is not a PEM certificate, or {files.KeyFile} is not its private key: {wrong.Message}",
                "Give listen.tls a certificate and the key it was made for, both as PEM.", wrong);
        }
    }

    private static ServerCertificate RequireValid(ServerCertificate loaded, TlsFiles files, TimeProvider time) =>
        time.GetUtcNow() < loaded.Expires
            ? loaded
            : throw Wrong($"The certificate {files.CertificateFile} has expired.",
                $"It was valid until {loaded.Expires:yyyy-MM-dd HH:mm:ss} UTC, and nobody would trust it now.",
                "Put a new certificate and its key in the place of these files.");

    private static void RequireOwnerOnly(string keyFile)
    {
        if (!File.Exists(keyFile))
        {
            throw Wrong($"There is no key file {keyFile}.", "A certificate is of no use without its private key.",
                "Correct listen.tls.key_file in fabric.yaml.");
        }

        var mode = File.GetUnixFileMode(keyFile);
        if ((mode & Others) == UnixFileMode.None)
            return;
        throw new FabricException(ErrorTable.KeyFileExposed, $"The key file {keyFile} is open to others.",
            $"Its mode is {Convert.ToString((int)mode, 8)}; it must be 600.",
            $"If nobody can have read it: chmod 600 '{keyFile}'. Otherwise get a certificate for a new key.");
    }

    private static FabricException Wrong(string what, string why, string fix, Exception? cause = null) =>
        new(ErrorTable.ConfigInvalid, what, why, fix, cause);
}
