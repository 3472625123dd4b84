using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;
using InfraFabric.Witness.Draining;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Drainer;

/// <summary>
/// The state on a disk with room, the ledger on one that becomes full: commits on, frees the ballast, and says whether
/// each note has become an entry.
/// </summary>
internal static class EmbeddedFill
{
    private const int AtLeast = 3000;

    public static async Task<int> RunAsync(string disk, string ballast)
    {
        var ids = new IdSource(TimeProvider.System);
        using var key = SigningKey.FromSeed(new byte[32]);
        var options = new LedgerOptions { Origin = "test.example/ledger", Keys = [key] };
        var room = Directory.CreateTempSubdirectory("if-fill-");
        await using (var state = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = room.FullName }, TimeProvider.System))
        {
            await using var store = SqliteLedgerStore.Open(Path.Combine(disk, "ledger"));
            await using var drain = OutboxDrain.Start(
                state, store, options, "server", TimeProvider.System, ids, null, NullLogger.Instance);
            var committed = 0;
            while (committed < AtLeast || drain.Problem is null)
                await CommitAsync(state, ids, committed++);
            var problem = drain.Problem!;
            var behind = (await store.LoadAsync()).Size;
            // Changes go on while the ledger cannot be written.
            for (var i = 0; i < 100; i++)
                await CommitAsync(state, ids, committed++);
            var isSame = (await store.LoadAsync()).Size == behind;
            File.Delete(ballast);
            while ((await state.GetStatsAsync()).PendingNotes > 0)
                await Task.Delay(10);
            var size = (await store.LoadAsync()).Size;
            var keys = options.NoteKeys.ToList();
            var audit = await new LogAudit(new StoreLog(store, keys), new AuditOptions { Keys = keys }).RunAsync();
            await Console.Out.WriteLineAsync(
                $"committed {committed} size {size} behind {behind} same {isSame} whole {audit.Fault is null}"
                + $" {problem}");
        }

        room.Delete(recursive: true);
        return 0;
    }

    private static async Task CommitAsync(EmbeddedStateStore state, IdSource ids, int number)
    {
        var note = new WitnessNote
        {
            Trace = TraceToken.New(ids),
            Actor = "if://agent/a/0",
            Component = "test",
            Operation = $"put.{number}",
            Subject = "some",
            Time = TimeProvider.System.GetUtcNow(),
            Why = new string('y', 1000),
        };
        var outcome = await state.CommitAsync(new Commit([], [], [note]));
        if (!outcome.Succeeded)
            throw new FabricException(ErrorTable.Internal, "It was not committed.", "A guard failed.", "Look why.");
    }
}
