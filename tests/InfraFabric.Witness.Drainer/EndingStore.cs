using System.Runtime.InteropServices;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Drainer;

/// <summary>A store in the midst of which the process is killed, at an append that is counted to.</summary>
internal sealed partial class EndingStore(ILedgerStore store, EndingPoint point, int appends) : ILedgerStore
{
    private const int Sigkill = 9;

    private int _appends;

    public string Id => store.Id;

    public ValueTask<LedgerHead> LoadAsync(CancellationToken cancellationToken = default) =>
        store.LoadAsync(cancellationToken);

    public async ValueTask AppendAsync(LedgerBatch batch, CancellationToken cancellationToken = default)
    {
        _appends++;
        EndAt(EndingPoint.Before);
        await store.AppendAsync(batch, cancellationToken);
        EndAt(EndingPoint.After);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(
        int level, long index, CancellationToken cancellationToken = default) =>
        store.ReadTileAsync(level, index, cancellationToken);

    public ValueTask<IReadOnlyList<Sha256Hash>> ReadTileRootsAsync(
        int level, long first, int count, CancellationToken cancellationToken = default) =>
        store.ReadTileRootsAsync(level, first, count, cancellationToken);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEntriesAsync(
        long first, int count, CancellationToken cancellationToken = default) =>
        store.ReadEntriesAsync(first, count, cancellationToken);

    public ValueTask SaveActorsAsync(ActorSequences actors, CancellationToken cancellationToken = default) =>
        store.SaveActorsAsync(actors, cancellationToken);

    public ValueTask<ActorSequences> LoadActorsAsync(CancellationToken cancellationToken = default) =>
        store.LoadActorsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<LedgerHandover>> LoadHandoversAsync(
        CancellationToken cancellationToken = default) => store.LoadHandoversAsync(cancellationToken);

    public ValueTask<PersonalText?> ReadPersonalAsync(
        string commitment, CancellationToken cancellationToken = default) =>
        store.ReadPersonalAsync(commitment, cancellationToken);

    public ValueTask<int> ErasePersonalAsync(
        IReadOnlyList<string> commitments, CancellationToken cancellationToken = default) =>
        store.ErasePersonalAsync(commitments, cancellationToken);

    public ValueTask<long> PruneAsync(long before, CancellationToken cancellationToken = default) =>
        store.PruneAsync(before, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private void EndAt(EndingPoint here)
    {
        if (here != point || _appends < appends)
            return;
        // Nothing is said to anyone, and nothing is finished. A process does not return from this.
        _ = Kill(Environment.ProcessId, Sigkill);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
