namespace InfraFabric.State.Etcd;

/// <summary>How an etcd cluster is trusted, and how we prove who we are: PEM files.</summary>
public sealed record EtcdTls
{
    /// <summary>
    /// The authorities that the servers' certificates must come from; those of the system, if none is given.
    /// </summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Our own certificate, for servers that ask for one.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The private key of <see cref="CertificateFile"/>. Only its owner may read the file.</summary>
    public string? KeyFile { get; init; }
}
