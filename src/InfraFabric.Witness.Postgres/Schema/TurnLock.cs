using Npgsql;

namespace InfraFabric.Witness.Postgres.Schema;

/// <summary>
/// The lock under which one server at a time writes. That nothing is forked does not depend on it: the head is compared
/// all the same. It tells who is in the way, so that a server that stopped in the middle can be put out.
/// </summary>
internal static class TurnLock
{
    // Numbers that no other program is likely to take in the same database.
    private const int Space = 0x4946574C;
    private const int Writing = 1;
    private const int Migrating = 2;

    /// <summary>Waits for the turn and keeps it to the end of the transaction.</summary>
    public static string TakeToWrite { get; } = $"SELECT pg_advisory_xact_lock({Space}, {Writing})";

    public static string TakeToMigrate { get; } = $"SELECT pg_advisory_xact_lock({Space}, {Migrating})";

    /// <summary>
    /// Ends the connections of servers that have the turn and send nothing: they are frozen, cut off, or gone. How many
    /// they were.
    /// </summary>
    public static async ValueTask<int> EndSilentAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT count(pg_terminate_backend(held.pid)) FROM pg_locks held"
            + " JOIN pg_stat_activity holder ON holder.pid = held.pid"
            + " JOIN pg_database here ON here.oid = held.database AND here.datname = current_database()"
            + $" WHERE held.locktype = 'advisory' AND held.classid = {Space} AND held.objid = {Writing}"
            + " AND held.granted AND holder.wait_event_type = 'Client'");
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
