namespace InfraFabric.Core.Config;

/// <summary>The certificate that the server shows.</summary>
/// <param name="CertificateFile">The certificate, followed by those that lead to its authority (PEM).</param>
/// <param name="KeyFile">Its private key (PEM), in a file that its owner alone can read.</param>
public sealed record ListenTlsConfig(string CertificateFile, string KeyFile)
{
    /// <summary>What the section says; null when it says nothing.</summary>
    internal static ListenTlsConfig? Read(ConfigSection section, string home)
    {
        var certificate = section.Optional("certificate_file", ConfigValues.Path(home));
        var key = section.Optional("key_file", ConfigValues.Path(home));
        if (certificate is not null && key is not null)
            return new ListenTlsConfig(certificate, key);
        if ((certificate ?? key) is not null)
        {
            section.Refuse(key is null ? "certificate_file" : "key_file", "A certificate and its key go together.",
                "Give both certificate_file and key_file, or neither.");
        }

        return null;
    }
}
