namespace InfraFabric.Witness.Postgres;

/// <summary>The bounds of a ledger in PostgreSQL.</summary>
public static class PostgresLimits
{
    /// <summary>Connections that one server keeps.</summary>
    public const int MaxConnections = 8;

    /// <summary>Connections that one server keeps to search, so that appends never wait for searches.</summary>
    public const int MaxSearchConnections = 4;

    /// <summary>
    /// Entries whose texts are removed in one transaction, so that appends need not wait long. Whole tiles, of course.
    /// </summary>
    public const int PrunedAtOnce = 40 * 256;

    /// <summary>Entries that are read whole for one page, where only their text tells whether they are meant.</summary>
    public const int MaxRead = 50_000;

    /// <summary>Entries that are read whole at once.</summary>
    public const int ReadAtOnce = 2048;

    /// <summary>Bytes of a text by which entries are found; an index of PostgreSQL takes no long ones.</summary>
    public const int MaxKeyBytes = 1000;

    /// <summary>How long a connection may take to be made.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a statement may take: what hangs is given up, and begun anew.</summary>
    public static readonly TimeSpan StatementTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a batch waits for another server to finish its own.</summary>
    public static readonly TimeSpan TurnTimeout = TimeSpan.FromSeconds(2);
}
