using System.Collections.ObjectModel;
using InfraFabric.Api.Witness;
using InfraFabric.Core.Config.Witness;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Witness.Cosigning;
using InfraFabric.State.Contract;
using InfraFabric.Witness;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Cosigning;
using InfraFabric.Witness.Draining;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Storage;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness;

/// <summary>The ledger on one server: where it is kept, who signs it, and what makes entries of the notes.</summary>
internal sealed class FabricWitness : IAsyncDisposable
{
    private readonly LedgerKeyRing _key;
    private readonly SemaphoreSlim _rotating = new(1);
    private RetentionSweep? _sweep;
    private FabricAnchors? _anchors;
    private FabricCosigning? _cosigning;

    private FabricWitness(
        ILedgerStore store, ILedgerIndex index, LedgerHead head, LedgerKeyRing key, LedgerOptions options,
        OutboxDrain drain, LedgerGrowth growth)
    {
        HeadAtStart = head;
        Store = store;
        Index = index;
        Search = new LedgerSearch(store, index);
        _key = key;
        Options = options;
        Drain = drain;
        Growth = growth;
        Log = new StoreLog(store, [.. options.NoteKeys]);
    }

    public ILedgerStore Store { get; }

    public ILedgerIndex Index { get; }

    public LedgerSearch Search { get; }

    public LedgerHead HeadAtStart { get; }

    public LedgerOptions Options { get; }

    public OutboxDrain Drain { get; }

    /// <summary>Tells when this server has written entries; of those of others nobody tells.</summary>
    public LedgerGrowth Growth { get; }

    /// <summary>The ledger as it is published.</summary>
    public StoreLog Log { get; }

    /// <summary>How far its copies have come.</summary>
    public IReadOnlyList<WitnessAnchorBody> Anchors => _anchors?.Stats() ?? [];

    /// <summary>Who cosigns it, and whose logs are cosigned.</summary>
    public FabricCosigning Cosigning => _cosigning!;

    /// <summary>Opens the ledger, or makes one, and tries to become the server that writes it.</summary>
    public static async Task<FabricWitness> StartAsync(
        ServerOptions options, IStateStore state, string member, TimeProvider time, IdSource ids,
        ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var directory = options.Witness?.Directory ?? Path.Combine(options.Home.Folder, "data", "witness");
        var (store, index) = await LedgerStores.OpenAsync(options.Witness, directory, time, loggers, cancellationToken);
        var growth = new LedgerGrowth();
        LedgerKeyRing? key = null;
        OutboxDrain? drain = null;
        try
        {
            var head = await store.LoadAsync(cancellationToken);
            key = LedgerKeyRing.Open(options, head, await OutboxDrain.WriterOfAsync(state, cancellationToken));
            var ledger = new LedgerOptions
            {
                Origin = options.Witness?.Origin ?? $"infrafabric.local/{store.Id[..16]}",
                Keys = key,
                Adopt = key.Adopt,
                Grown = _ =>
                {
                    index.Wake();
                    growth.Tell();
                },
            };
            drain = OutboxDrain.Start(
                state, store, ledger, member, time, ids, chance: null, loggers.CreateLogger<OutboxDrain>());
            var witness = new FabricWitness(store, index, head, key, ledger, drain, growth);
            if (options.Witness?.Retention is { } keep)
                witness.Keep(keep, time, loggers);
            witness._anchors = FabricAnchors.Start(
                options.Witness?.Anchors ?? ReadOnlyDictionary<string, WitnessAnchorConfig>.Empty, witness.Log,
                [.. ledger.NoteKeys], () => drain.Ledger is not null, time, loggers.CreateLogger<AnchorLoop>());
            witness._cosigning = FabricCosigning.Start(
                options, ledger.Origin, witness.Log,
                new SplitViewNotes(options.Home, state, time, ids, loggers.CreateLogger<SplitViewNotes>()), time,
                loggers.CreateLogger<CosigningRounds>());
            await Task.WhenAny(drain.Settled, Task.Delay(ServerLimits.WitnessStart, time, cancellationToken));
            return witness;
        }
        catch
        {
            if (drain is not null)
                await drain.DisposeAsync();
            key?.Dispose();
            await index.DisposeAsync();
            await store.DisposeAsync();
            throw;
        }
    }

    private void Keep(TimeSpan keep, TimeProvider time, ILoggerFactory loggers)
    {
        _sweep = new RetentionSweep(Store, Search, Index, keep, time, loggers.CreateLogger<RetentionSweep>());
        _sweep.Start();
    }

    /// <summary>Has the ledger signed by a new key from now on; only where it is written.</summary>
    public async Task<WitnessKeyBody> RotateKeyAsync(WitnessNote note, CancellationToken cancellationToken)
    {
        await _rotating.WaitAsync(cancellationToken);
        try
        {
            var ledger = Drain.Ledger ?? throw new FabricException(ErrorTable.NotReady,
                "This server does not write the ledger.",
                Drain.Problem ?? $"It is written by {await Drain.WriterAsync(cancellationToken) ?? "nobody"}.",
                "Call the server that writes it, on its machine: 'ifctl witness stats' says whether a server does.");
            if ((await Store.LoadHandoversAsync(cancellationToken)).Count >= LogHandovers.MaxHandovers)
            {
                throw new FabricException(ErrorTable.LimitExceeded, "The ledger keeps its key.",
                    $"It was handed over {LogHandovers.MaxHandovers} times, and nobody follows it further.",
                    "Begin another ledger: move the folder of this one away, and keep it.");
            }

            using var next = _key.Stage();
            var retired = Options.NoteKeys.First().ToString();
            // Not given up in the midst: the key is disposed after the ledger has signed with it.
            var place = await ledger.HandOverAsync(next, note, CancellationToken.None);
            return new WitnessKeyBody
            {
                Key = Options.NoteKeys.First().ToString(),
                Retired = retired,
                Index = place,
            };
        }
        finally
        {
            _rotating.Release();
        }
    }

    /// <summary>
    /// Waits until what was committed before has become entries, so that whoever asks finds what it has just done; not
    /// for long, for a ledger that is behind can be searched, too.
    /// </summary>
    public async ValueTask DrainedAsync(IStateStore state, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var stats = await state.GetStatsAsync(cancellationToken);
        var revision = stats.Revision;
        while (stats.PendingNotes > 0 && time.GetElapsedTime(began) < ServerLimits.WitnessWait
            && (await Store.LoadAsync(cancellationToken)).Drained.Revision < revision)
        {
            await Task.Delay(ServerLimits.WitnessLook, time, cancellationToken);
            stats = await state.GetStatsAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sweep is not null)
            await _sweep.DisposeAsync();
        if (_cosigning is not null)
            await _cosigning.DisposeAsync();
        if (_anchors is not null)
            await _anchors.DisposeAsync();
        await Drain.DisposeAsync();
        await Index.DisposeAsync();
        await Store.DisposeAsync();
        _key.Dispose();
        _rotating.Dispose();
    }
}
