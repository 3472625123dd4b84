using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Server;
using InfraFabric.Server.Hosting;

namespace InfraFabric.Cli.Doctor;

/// <summary>Whether the server's certificate can be used, and for how long yet.</summary>
internal static class CertificateCheck
{
    private const string Check = "certificate";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static Finding Look(FabricConfig config, TimeProvider time)
    {
        if (config.Listen.Tls is not { } tls)
            return Finding.Ok(Check, "none: only this machine is served");
        try
        {
            var loaded = ServerCertificate.Load(new TlsFiles(tls.CertificateFile, tls.KeyFile), time);
            var found = $"{tls.CertificateFile}, valid until {loaded.Expires:yyyy-MM-dd}";
            return loaded.Expires - time.GetUtcNow() > Soon
                ? Finding.Ok(Check, found)
                : Finding.Warning(Check, found, "Put a new certificate and its key there; the server takes them up.");
        }
        catch (FabricException error)
        {
            return Finding.Broken(Check, $"{error.What} {error.Why}", error.Fix);
        }
    }
}
