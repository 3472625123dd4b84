namespace InfraFabric.Witness.Postgres;

/// <summary>The bounds of a ledger in PostgreSQL.</summary>
public static class PostgresLimits
{
    /// <summary>Connections that one server keeps.</summary>
    public const int MaxConnections = 8;

    /// <summary>Entries whose texts are removed in one transaction, so that appends need not wait long.</summary>
    public const int PrunedAtOnce = 10_000;

    /// <summary>Bytes of a text by which entries are found; an index of PostgreSQL takes no long ones.</summary>
    public const int MaxKeyBytes = 1000;

    /// <summary>How long a connection may take to be made.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a statement may take.</summary>
    public static readonly TimeSpan StatementTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a batch waits for another server to finish its own.</summary>
    public static readonly TimeSpan TurnTimeout = TimeSpan.FromSeconds(4);
}
