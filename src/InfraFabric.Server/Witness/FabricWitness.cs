using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.Witness;
using InfraFabric.Witness.Draining;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness;

/// <summary>The ledger on one server: where it is kept, who signs it, and what makes entries of the notes.</summary>
internal sealed class FabricWitness : IAsyncDisposable
{
    private readonly SigningKey _key;

    private FabricWitness(ILedgerStore store, SigningKey key, LedgerOptions options, OutboxDrain drain)
    {
        Store = store;
        _key = key;
        Options = options;
        Drain = drain;
    }

    public ILedgerStore Store { get; }

    public LedgerOptions Options { get; }

    public OutboxDrain Drain { get; }

    /// <summary>Opens the ledger, or makes one, and tries to become the server that writes it.</summary>
    public static async Task<FabricWitness> StartAsync(
        ServerOptions options, IStateStore state, string member, TimeProvider time, IdSource ids,
        ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var directory = options.Witness?.Directory ?? Path.Combine(options.Home.Folder, "data", "witness");
        var store = LedgerStores.Open(options.Witness, directory);
        SigningKey? key = null;
        try
        {
            key = LedgerKey.Take(options.Home, await store.LoadAsync(cancellationToken));
            var ledger = new LedgerOptions
            {
                Origin = options.Witness?.Origin ?? $"infrafabric.local/{store.Id[..16]}",
                Keys = [key],
            };
            var drain = OutboxDrain.Start(
                state, store, ledger, member, time, ids, chance: null, loggers.CreateLogger<OutboxDrain>());
            var witness = new FabricWitness(store, key, ledger, drain);
            key = null;
            await Task.WhenAny(drain.Settled, Task.Delay(ServerLimits.WitnessStart, time, cancellationToken));
            return witness;
        }
        catch
        {
            key?.Dispose();
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Drain.DisposeAsync();
        await Store.DisposeAsync();
        _key.Dispose();
    }
}
