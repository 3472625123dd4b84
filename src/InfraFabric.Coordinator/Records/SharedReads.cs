using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Records;

/// <summary>
/// Reads records for many callers. Those who ask for a record while it is being read share the next read: none is told
/// what was true before it asked, and a hundred who lost a task cost the store two reads. A read that is shared ends
/// with the coordinator, not with one of those who wait for it.
/// </summary>
internal sealed class SharedReads(IStateStore store, CancellationToken stopping)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RecordKey, Turns> _turns = [];

    public async ValueTask<Record?> GetAsync(RecordKey key, CancellationToken cancellationToken)
    {
        Task<Record?> read;
        lock (_lock)
        {
            if (_turns.TryGetValue(key, out var turns))
            {
                read = turns.Next ??= ReadAfterAsync(key, turns);
            }
            else
            {
                turns = new Turns();
                _turns.Add(key, turns);
                read = ReadAsync(key, turns);
                turns.Current = read;
            }
        }

        return await read.WaitAsync(cancellationToken);
    }

    private async Task<Record?> ReadAsync(RecordKey key, Turns turns)
    {
        try
        {
            // Asked outside of the lock, and after whoever shares this read has asked for it.
            await Task.Yield();
            return await store.GetAsync(key, null, stopping);
        }
        finally
        {
            lock (_lock)
            {
                turns.Current = turns.Next;
                turns.Next = null;
                if (turns.Current is null)
                    _turns.Remove(key);
            }
        }
    }

    private async Task<Record?> ReadAfterAsync(RecordKey key, Turns turns)
    {
        await ((Task)turns.Current!).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return await ReadAsync(key, turns);
    }

    /// <summary>The read that is under way, and the one that begins when it has ended.</summary>
    private sealed class Turns
    {
        public Task<Record?>? Current { get; set; }

        public Task<Record?>? Next { get; set; }
    }
}
