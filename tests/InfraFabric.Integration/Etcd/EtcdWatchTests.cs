using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

/// <summary>
/// Watches over more data than the server puts into one answer, or than a slow reader may have waiting.
/// </summary>
public sealed class EtcdWatchTests(OneMember fixture) : IClassFixture<OneMember>, IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));

    [Fact]
    public async Task Watch_CatchingUpOverMuchData_YieldsWholeRevisions()
    {
        await using var store = await OpenAsync();
        var start = await CommitAsync(store, "w/start", 1, 1);
        for (var i = 0; i < 40; i++)
            await CommitAsync(store, $"w/{i}", 7, 90 * 1024);

        var batches = await ReadAsync(store, start, 40);

        batches.ShouldAllBe(batch => batch.Changes.Count == 7);
        batches.Select(b => b.Revision).ShouldBeInOrder();
    }

    [Fact]
    public async Task Watch_ReaderBehindByMoreThanMayWait_MissesNothing()
    {
        await using var store = await OpenAsync();
        var start = await CommitAsync(store, "w/start", 1, 1);
        await using var watch = store.WatchAsync("w/", start, _patience.Token).GetAsyncEnumerator();
        await CommitAsync(store, "w/first", 1, 1);
        (await watch.MoveNextAsync()).ShouldBeTrue();
        const int Many = 600;
        for (var i = 0; i < Many; i++)
            await CommitAsync(store, $"w/{i:D3}", 1, 20 * 1024);

        var seen = new List<string>();
        while (seen.Count < Many && await watch.MoveNextAsync())
            seen.AddRange(watch.Current.Changes.Select(c => c.Key.Text));

        seen.ShouldBe(Enumerable.Range(0, Many).Select(i => $"w/{i:D3}/0"));
    }

    [Fact]
    public async Task Watch_ServerRestarted_ResumesWithoutAGap()
    {
        await using var store = await OpenAsync();
        var start = await CommitAsync(store, "w/start", 1, 1);
        await using var watch = store.WatchAsync("w/", start, _patience.Token).GetAsyncEnumerator();
        var first = await CommitAsync(store, "w/a", 1, 1);
        (await watch.MoveNextAsync()).ShouldBeTrue();

        await fixture.Cluster.Members[0].KillAsync();
        fixture.Cluster.Members[0].Start();
        var second = await CommitAsync(store, "w/b", 1, 1);
        (await watch.MoveNextAsync()).ShouldBeTrue();

        watch.Current.Revision.ShouldBe(second);
        second.ShouldBeGreaterThan(first);
    }

    public void Dispose() => _patience.Dispose();

    private async Task<List<ChangeBatch>> ReadAsync(EtcdStateStore store, long after, int count)
    {
        var batches = new List<ChangeBatch>();
        await foreach (var batch in store.WatchAsync("w/", after, _patience.Token))
        {
            batches.Add(batch);
            if (batches.Count == count)
                break;
        }

        return batches;
    }

    private async Task<long> CommitAsync(EtcdStateStore store, string under, int writes, int bytes)
    {
        var outcome = await store.CommitAsync(Some.Commit([],
        [
            .. Enumerable.Range(0, writes).Select(i => Write.Put(new RecordKey($"{under}/{i}"), new byte[bytes])),
        ]), _patience.Token);
        outcome.Succeeded.ShouldBeTrue();
        return outcome.Revision;
    }

    private Task<EtcdStateStore> OpenAsync() =>
        EtcdStateStore.OpenAsync(fixture.Cluster.NewOptions(), TimeProvider.System, _patience.Token);
}
