namespace InfraFabric.Server;

/// <summary>Where a server's certificate is: PEM files, read again when they change.</summary>
/// <param name="CertificateFile">The certificate, followed by those that lead to its authority.</param>
/// <param name="KeyFile">Its private key, in a file that its owner alone can read.</param>
public sealed record TlsFiles(string CertificateFile, string KeyFile);
