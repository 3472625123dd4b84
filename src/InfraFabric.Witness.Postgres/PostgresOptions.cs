namespace InfraFabric.Witness.Postgres;

/// <summary>Where the database of a ledger is, and how to get in.</summary>
public sealed record PostgresOptions
{
    public required string Host { get; init; }

    public int Port { get; init; } = 5432;

    public required string Database { get; init; }

    public required string User { get; init; }

    /// <summary>The user's password, asked for at each new connection; null where none is needed.</summary>
    public Func<string?>? Password { get; init; }

    /// <summary>Whether the connection is encrypted, and the server's certificate checked.</summary>
    public bool Tls { get; init; }

    /// <summary>The authorities that sign that certificate (PEM); the system's where none are given.</summary>
    public string? AuthorityFile { get; init; }
}
