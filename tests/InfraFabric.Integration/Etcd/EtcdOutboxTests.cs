using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

/// <summary>The outbox drained while several stores fill it, and while history is forgotten.</summary>
public sealed class EtcdOutboxTests(OneMember fixture) : IClassFixture<OneMember>, IDisposable
{
    private const int Committers = 16;
    private const int CommitsEach = 100;

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private readonly EtcdOptions _options = fixture.Cluster.NewOptions();

    [Theory]
    [InlineData(3)]
    [InlineData(250)]
    public async Task Notes_DrainedWhileTwoStoresCommit_AllComeOnceInOrder(int pageSize)
    {
        await using var one = await OpenAsync();
        await using var two = await OpenAsync();
        var committing = Task.WhenAll(
            Enumerable.Range(0, Committers).Select(c => CommitManyAsync(c % 2 == 0 ? one : two, c)));

        var subjects = new List<string>();
        var last = NotePosition.Start;
        while (!committing.IsCompleted || subjects.Count < Committers * CommitsEach)
        {
            var page = await one.ReadNotesAsync(last, pageSize, _patience.Token);
            if (page.Count == 0)
                continue;
            page[0].Position.ShouldBeGreaterThan(last);
            page.Select(n => n.Position).ShouldBeInOrder();
            subjects.AddRange(page.Select(n => n.Note.Subject));
            last = page[^1].Position;
            await two.RemoveNotesAsync(last, _patience.Token);
            await two.CompactAsync(last.Revision, _patience.Token);
        }

        await committing;
        subjects.Distinct().Count().ShouldBe(Committers * CommitsEach);
        subjects.Count.ShouldBe(Committers * CommitsEach);
        (await one.GetStatsAsync(_patience.Token)).PendingNotes.ShouldBe(0);
    }

    public void Dispose() => _patience.Dispose();

    private async Task CommitManyAsync(EtcdStateStore store, int committer)
    {
        for (var i = 0; i < CommitsEach; i++)
            await store.CommitAsync(Some.Commit([], [], $"{committer}/{i}"), _patience.Token);
    }

    private Task<EtcdStateStore> OpenAsync() =>
        EtcdStateStore.OpenAsync(_options, TimeProvider.System, _patience.Token);
}
