using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.Witness;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Load.Witness;

/// <summary>A ledger to measure, and notes whose entries have about 300 bytes.</summary>
internal sealed class LedgerStage : IAsyncDisposable
{
    private readonly SigningKey _key;
    private readonly ILedgerStore _store;

    private LedgerStage(SigningKey key, ILedgerStore store, Ledger ledger) =>
        (_key, _store, Ledger) = (key, store, ledger);

    public Ledger Ledger { get; }

    public static async Task<LedgerStage> OpenAsync(ILedgerStore store)
    {
        var key = SigningKey.FromSeed(new byte[32]);
        var options = new LedgerOptions { Origin = "load.example/ledger", Keys = [key] };
        return new LedgerStage(key, store, await Ledger.OpenAsync(store, options, null, NullLogger.Instance));
    }

    public static WitnessNote Note(long number) => new()
    {
        Trace = TraceToken.From(
            new Guid((int)(number / 4), 0x1f00, 0x7abc, 0x8d, 0xef, 1, 0x23, 0x45, 0x67, 0x89, 0xab)),
        Actor = $"if://agent/a{number % 128}/1",
        Component = "coordinator",
        Operation = "task.complete",
        Subject = $"tasks/0198c5a2-1f00-7abc-8def-{number:x12}",
        Time = DateTimeOffset.UnixEpoch.AddTicks(number * 1000),
        Why = $"step {number % 1000} of the plan is done",
    };

    /// <summary>Notes as an outbox has them.</summary>
    public static PositionedNote[] Outbox(long first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new PositionedNote(new(1 + first + i, 0), Note(first + i)))];

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        await _store.DisposeAsync();
        _key.Dispose();
    }
}
