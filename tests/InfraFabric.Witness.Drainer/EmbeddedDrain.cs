using System.Buffers.Binary;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;
using InfraFabric.Witness.Draining;
using InfraFabric.Witness.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Drainer;

/// <summary>
/// A server with everything embedded, as far as the ledger goes: it commits all the while, each commit with a note that
/// counts on from the last one, and drains, until it ends itself in the middle of an append.
/// </summary>
internal static class EmbeddedDrain
{
    // What a killed process held, and would hold until its lease ends.
    private static readonly RecordKey Seat = new("witness/sequencer");

    private static readonly RecordKey Counted = new("some/count");

    public static async Task<int> RunAsync(string folder, string origin, EndingPoint point, int appends)
    {
        using var key = SigningKey.FromSeed(new byte[32]);
        var options = new LedgerOptions { Origin = origin, Keys = [key] };
        var ids = new IdSource(TimeProvider.System);
        await using var state = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = Path.Combine(folder, "state") }, TimeProvider.System);
        await state.CommitAsync(new Commit([], [Write.Delete(Seat)], [Note(ids, "free")]));
        await using var store = new EndingStore(
            SqliteLedgerStore.Open(Path.Combine(folder, "ledger")), point, appends);
        await using var drain = OutboxDrain.Start(
            state, store, options, "server", TimeProvider.System, ids, null, NullLogger.Instance);
        var count = await state.GetAsync(Counted) is { } known
            ? BinaryPrimitives.ReadInt64BigEndian(known.Value.Span)
            : 0;
        while (true)
        {
            var next = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(next, count + 1);
            await state.CommitAsync(new Commit([], [Write.Put(Counted, next)], [Note(ids, $"put.{count}")]));
            // Whoever reads this knows that it was acknowledged.
            await Console.Out.WriteLineAsync($"{count++}");
        }
    }

    private static WitnessNote Note(IdSource ids, string operation) => new()
    {
        Trace = TraceToken.New(ids),
        Actor = "if://agent/a/0",
        Component = "test",
        Operation = operation,
        Subject = "some/count",
        Time = TimeProvider.System.GetUtcNow(),
    };
}
