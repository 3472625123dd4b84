using System.Collections.Concurrent;
using System.Globalization;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;

namespace InfraFabric.Integration.Etcd;

/// <summary>Follows what the committing clients do, and finds every gap, repetition and disorder.</summary>
internal sealed class WatchingClient(IStateStore store)
{
    private readonly ConcurrentDictionary<string, int> _seen = [];

    /// <summary>The last number that was seen under a key.</summary>
    public int Seen(string key) => _seen.GetValueOrDefault(key);

    public async Task RunAsync(long afterRevision, CancellationToken stopping)
    {
        var last = afterRevision;
        try
        {
            await foreach (var batch in store.WatchAsync("load/", afterRevision, stopping))
            {
                batch.Revision.ShouldBeGreaterThan(last);
                last = batch.Revision;
                foreach (var change in batch.Changes)
                {
                    var number = int.Parse(Some.TextOf(change.Record)!, CultureInfo.InvariantCulture);
                    number.ShouldBe(Seen(change.Key.Text) + 1, $"{change.Key} at revision {batch.Revision}");
                    _seen[change.Key.Text] = number;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }
}
