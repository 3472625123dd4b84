namespace InfraFabric.Core.Config;

/// <summary>How the connection to etcd is encrypted.</summary>
public sealed record EtcdTlsConfig
{
    /// <summary>Whether it is encrypted at all.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The authorities that may have signed the server's certificate (PEM); the system's when null.</summary>
    public string? CaFile { get; init; }

    /// <summary>The certificate with which this program shows who it is (PEM).</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The private key of that certificate (PEM).</summary>
    public string? KeyFile { get; init; }

    internal static EtcdTlsConfig Read(ConfigSection section, string home)
    {
        var path = ConfigValues.Path(home);
        var config = new EtcdTlsConfig
        {
            Enabled = section.Optional("enabled", ConfigValues.Flag, "false"),
            CaFile = section.Optional("ca_file", path),
            CertificateFile = section.Optional("certificate_file", path),
            KeyFile = section.Optional("key_file", path),
        };

        if (!config.Enabled && (config.CaFile ?? config.CertificateFile ?? config.KeyFile) is not null)
        {
            section.Refuse("enabled", "There are files for TLS, but TLS is off.",
                "Set enabled: true, or remove the files.");
        }

        if (config.CertificateFile is null != config.KeyFile is null)
        {
            section.Refuse(config.KeyFile is null ? "certificate_file" : "key_file",
                "A certificate and its key go together.", "Give both certificate_file and key_file, or neither.");
        }

        return config;
    }
}
