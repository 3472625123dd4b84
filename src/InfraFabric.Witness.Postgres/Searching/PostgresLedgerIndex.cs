using InfraFabric.Witness.Searching;
using Npgsql;

namespace InfraFabric.Witness.Postgres.Searching;

/// <summary>
/// Finds entries of a ledger in PostgreSQL. What it searches is written with the entries, in their transaction: it is
/// never behind, and never has what the ledger has not.
/// </summary>
public sealed class PostgresLedgerIndex : ILedgerIndex
{
    // The next operation after each one, by jumps through their index: not all entries are read for them.
    private const string OperationsFrom = """
        WITH RECURSIVE found(name) AS (
            (SELECT operation FROM witness.entry WHERE operation >= $1 ORDER BY operation LIMIT 1)
            UNION ALL
            SELECT (SELECT operation FROM witness.entry WHERE operation > name ORDER BY operation LIMIT 1)
            FROM found WHERE starts_with(name, $1))
        SELECT name FROM found WHERE starts_with(name, $1) LIMIT $2
        """;

    private readonly LedgerDatabase _database;

    private PostgresLedgerIndex(LedgerDatabase database) => _database = database;

    /// <summary>All that there is.</summary>
    public long Size => long.MaxValue;

    /// <summary>Searches the ledger of a database, which a store has opened before.</summary>
    public static PostgresLedgerIndex Of(string connectionString) =>
        new(SessionSettings.ForSearch(SessionSettings.Of(connectionString)));

    /// <inheritdoc cref="Of(string)"/>
    public static PostgresLedgerIndex Of(PostgresOptions options) =>
        new(SessionSettings.ForSearch(SessionSettings.Of(options), options.Password));

    public ValueTask<LedgerMatches> FindAsync(
        LedgerQuery query, long size, CancellationToken cancellationToken = default) => _database.AskAsync(
        (connection, token) => FindAsync(connection, query, size, token), cancellationToken);

    public void Wake()
    {
        // There is nothing that would be behind.
    }

    /// <summary>There is nothing to do: what the ledger prunes goes from the index in the same transaction.</summary>
    public Task ForgetAsync(long before, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async ValueTask<LedgerMatches> FindAsync(
        NpgsqlConnection connection, LedgerQuery query, long size, CancellationToken cancellationToken)
    {
        var (low, high) = await PlaceBounds.OfAsync(connection, query, size, cancellationToken);
        var operations = await OperationsAsync(connection, query.Operation, cancellationToken);
        if (low >= high || operations is { Count: 0 })
            return new LedgerMatches([], null);
        var text = new SearchText(query, operations);
        return text.GoesThroughWords
            ? await new WordSearch(connection, query, text).RunAsync(low, high, size, cancellationToken)
            : await new LeadSearch(connection, query, text).RunAsync(low, high, cancellationToken);
    }

    /// <summary>
    /// The operations that a query means; null for any, or where they are too many to be looked for one by one.
    /// </summary>
    private static async ValueTask<IReadOnlyList<string>?> OperationsAsync(
        NpgsqlConnection connection, string? operation, CancellationToken cancellationToken)
    {
        if (operation is null or "*")
            return null;
        if (!operation.EndsWith('*'))
            return [KeyText.Of(operation)];
        await using var ask = LedgerDatabase.Command(
            connection, OperationsFrom, KeyText.Of(operation[..^1]), SearchLimits.MaxAlternatives + 1);
        await using var rows = await ask.ExecuteReaderAsync(cancellationToken);
        var found = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
            found.Add(rows.GetString(0));
        return found.Count <= SearchLimits.MaxAlternatives ? found : null;
    }
}
