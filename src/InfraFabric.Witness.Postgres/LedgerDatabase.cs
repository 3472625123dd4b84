using Npgsql;

namespace InfraFabric.Witness.Postgres;

/// <summary>The connections to the ledger's database, and how it is asked.</summary>
internal sealed class LedgerDatabase(NpgsqlDataSource source, string where) : IAsyncDisposable
{
    public NpgsqlDataSource Source => source;

    /// <summary>Where it is, as errors say it.</summary>
    public string Where => where;

    /// <summary>Asks for what can be asked twice: a connection that was kept may have been lost long ago.</summary>
    public async ValueTask<T> AskAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                return await ask(connection, cancellationToken);
            }
            catch (NpgsqlException lost) when (isFirst && PostgresFaults.IsConnectionLost(lost))
            {
                // The second connection is a new one.
            }
            catch (NpgsqlException fault)
            {
                throw PostgresFaults.Explain(fault, where);
            }
        }
    }

    /// <summary>Reads the rows of one statement.</summary>
    public ValueTask<T> ReadAsync<T>(
        string sql, object[] values, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken) => AskAsync(
        async (connection, token) =>
        {
            await using var command = Command(connection, sql, values);
            await using var rows = await command.ExecuteReaderAsync(token);
            return await read(rows, token);
        },
        cancellationToken);

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params IEnumerable<object> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    public static void Add(NpgsqlBatch batch, string sql, params IEnumerable<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        batch.BatchCommands.Add(command);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
