using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Tests.Draining;

/// <summary>
/// A store one call of which is not answered until it is released; nor can it be given up, once it has begun to write.
/// </summary>
internal sealed class HangingStore(ILedgerStore store, HangingCall call) : ILedgerStore
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => store.Id;

    public void Release() => _released.TrySetResult();

    public async ValueTask<LedgerHead> LoadAsync(CancellationToken cancellationToken = default)
    {
        await HangAsync(HangingCall.Load, cancellationToken);
        return await store.LoadAsync(cancellationToken);
    }

    public async ValueTask AppendAsync(LedgerBatch batch, CancellationToken cancellationToken = default)
    {
        await HangAsync(HangingCall.Append, CancellationToken.None);
        await store.AppendAsync(batch, cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(
        int level, long index, CancellationToken cancellationToken = default) =>
        store.ReadTileAsync(level, index, cancellationToken);

    public ValueTask<IReadOnlyList<Sha256Hash>> ReadTileRootsAsync(
        int level, long first, int count, CancellationToken cancellationToken = default) =>
        store.ReadTileRootsAsync(level, first, count, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerHandover>> LoadHandoversAsync(
        CancellationToken cancellationToken = default) => store.LoadHandoversAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEntriesAsync(
        long first, int count, CancellationToken cancellationToken = default)
    {
        await HangAsync(HangingCall.ReadEntries, cancellationToken);
        return await store.ReadEntriesAsync(first, count, cancellationToken);
    }

    public ValueTask SaveActorsAsync(ActorSequences actors, CancellationToken cancellationToken = default) =>
        store.SaveActorsAsync(actors, cancellationToken);

    public ValueTask<ActorSequences> LoadActorsAsync(CancellationToken cancellationToken = default) =>
        store.LoadActorsAsync(cancellationToken);

    public ValueTask<PersonalText?> ReadPersonalAsync(
        string commitment, CancellationToken cancellationToken = default) =>
        store.ReadPersonalAsync(commitment, cancellationToken);

    public ValueTask<int> ErasePersonalAsync(
        IReadOnlyList<string> commitments, CancellationToken cancellationToken = default) =>
        store.ErasePersonalAsync(commitments, cancellationToken);

    public ValueTask<long> PruneAsync(long before, CancellationToken cancellationToken = default) =>
        store.PruneAsync(before, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask HangAsync(HangingCall here, CancellationToken cancellationToken)
    {
        if (here == call)
            await _released.Task.WaitAsync(cancellationToken);
    }
}
