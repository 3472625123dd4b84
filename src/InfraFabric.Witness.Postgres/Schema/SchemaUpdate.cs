using System.Security.Cryptography;
using InfraFabric.Witness.Postgres.Searching;
using Npgsql;

namespace InfraFabric.Witness.Postgres.Schema;

/// <summary>
/// Brings the tables of a database to what this program needs; any number of servers may try at once. Where they are
/// there already, no right to make tables is needed.
/// </summary>
internal static class SchemaUpdate
{
    // Not to_regclass and its like, which do not see what another session made while this one waited for it.
    private const string FindSchema = "SELECT nspname::text FROM pg_namespace WHERE nspname = 'witness'";

    private const string FindVersions =
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'witness' AND tablename = 'version'";

    /// <summary>Makes what is missing; the id of the ledger.</summary>
    public static async Task<string> RunAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        while (await VersionAsync(connection, cancellationToken) is var version && version != Migrations.All.Count)
        {
            if (version > Migrations.All.Count)
                throw PostgresFaults.Newer(version, Migrations.All.Count);
            await StepAsync(connection, cancellationToken);
        }

        return await NameAsync(connection, cancellationToken);
    }

    private static async Task StepAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, TurnLock.TakeToMigrate, cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        if (version >= Migrations.All.Count)
            return;
        if (version == 0)
        {
            // Not IF NOT EXISTS, which asks for the right to make schemas also where this one is there.
            if (await ScalarAsync(connection, FindSchema, cancellationToken) is null)
                await ExecuteAsync(connection, "CREATE SCHEMA witness", cancellationToken);
            await ExecuteAsync(connection,
                "CREATE TABLE witness.version(number int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())",
                cancellationToken);
        }

        // A large ledger takes its time, which is no fault.
        await ExecuteAsync(connection, "SET LOCAL statement_timeout = 0", cancellationToken);
        await ExecuteAsync(connection, Migrations.All[version], cancellationToken);
        if (version + 1 == Migrations.Filled)
            await SearchFill.RunAsync(connection, cancellationToken);
        await ExecuteAsync(
            connection, $"INSERT INTO witness.version(number) VALUES({version + 1})", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await ScalarAsync(connection, FindVersions, cancellationToken) is null)
            return 0;
        return (int)(await ScalarAsync(
            connection, "SELECT coalesce(max(number), 0) FROM witness.version", cancellationToken))!;
    }

    private static async Task<string> NameAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Read = "SELECT ledger FROM witness.head WHERE id = 1";
        if (await ScalarAsync(connection, Read, cancellationToken) is string there)
            return there;
        await using var name = new NpgsqlCommand(
            "INSERT INTO witness.head VALUES(1, $1, 0, 0, 0, '', 0) ON CONFLICT DO NOTHING", connection);
        name.Parameters.Add(new() { Value = RandomNumberGenerator.GetHexString(32, lowercase: true) });
        await name.ExecuteNonQueryAsync(cancellationToken);
        return (string)(await ScalarAsync(connection, Read, cancellationToken))!;
    }

    private static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is var value && value is DBNull ? null : value;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
