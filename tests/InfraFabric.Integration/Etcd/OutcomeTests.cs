using InfraFabric.Core.Errors;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.Integration.Etcd;

/// <summary>What a commit is told when etcd is silent, gone, or has lost what it was asked to remember.</summary>
public sealed class OutcomeTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private EtcdCluster? _cluster;
    private EtcdOptions? _options;

    private EtcdMember Member => _cluster!.Members[0];

    public async ValueTask InitializeAsync()
    {
        _cluster = await EtcdCluster.StartAsync(1);
        _options = _cluster.NewOptions() with { GiveUpAfter = TimeSpan.FromSeconds(4) };
    }

    [Fact]
    public async Task Commit_ServerGone_SaysThatNothingHappened()
    {
        await using var store = await OpenAsync();
        await Member.KillAsync();
        // This one may have been written to the broken connection; after it there is no connection.
        await Should.ThrowAsync<FabricException>(CommitAsync(store, "a"));

        var error = await Should.ThrowAsync<FabricException>(CommitAsync(store, "a"));

        error.Error.ShouldBe(ErrorTable.StateUnavailable);
    }

    [Fact]
    public async Task Commit_ServerSilent_SaysThatTheOutcomeIsUnknown()
    {
        await using var store = await OpenAsync();
        await CommitAsync(store, "a");
        Member.Freeze();

        var error = await Should.ThrowAsync<FabricException>(CommitAsync(store, "b"));

        error.Error.ShouldBe(ErrorTable.StateOutcomeUnknown);
        Member.Thaw();
        (await CommitAsync(store, "c")).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Commit_CancelledWhileItWaits_IsNotMade()
    {
        await using var store = await OpenAsync();
        await CommitAsync(store, "a");
        Member.Freeze();
        // The first goes out and gets no answer; the second wants its key, and waits for it.
        var first = CommitAsync(store, "b");
        using var cancel = new CancellationTokenSource();
        var second = store.CommitAsync(Some.Put("b", "second"), cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(second);
        Member.Thaw();
        (await first).Succeeded.ShouldBeTrue();
        Some.TextOf(await store.GetAsync(new RecordKey("b"), null, _patience.Token)).ShouldBe("x");
    }

    [Fact]
    public async Task Commit_MoreThanMayWait_AreTurnedAway()
    {
        await using var store = await OpenAsync();
        Member.Freeze();
        var waiting = Enumerable.Range(0, StateLimits.MaxWaitingCommits + 2000)
            .Select(_ => store.CommitAsync(Some.Put("same", "x"), _patience.Token).AsTask()).ToList();

        var turnedAway = waiting.Where(commit => commit.IsFaulted).ToList();

        turnedAway.Count.ShouldBeInRange(1990, 2000);
        (await Should.ThrowAsync<FabricException>(turnedAway[0])).Error.ShouldBe(ErrorTable.Overloaded);
        await store.DisposeAsync();
        await Should.ThrowAsync<FabricException>(Task.WhenAll(waiting));
        Member.Thaw();
    }

    [Fact]
    public async Task Commit_MarkersEndedWithTheirLease_GoesOnWithNewOnes()
    {
        await using var store = await OpenAsync();
        await CommitAsync(store, "a");
        using var caller = RawEtcd.NewCaller(_options!);
        var marker = (await RawEtcd.RangeAsync(caller, _options!.Prefix + "c/", _patience.Token)).Kvs[0];
        await caller.CallAsync(
            EtcdMethods.LeaseRevoke, new LeaseRevokeRequest { ID = marker.Lease }, _patience.Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => CommitAsync(store, $"b/{i}")));

        outcomes.ShouldAllBe(outcome => outcome.Succeeded);
        (await store.ReadNotesAsync(NotePosition.Start, 1000, _patience.Token)).Count.ShouldBe(101);
    }

    [Fact]
    public async Task Dispose_Markers_AreRemoved()
    {
        var store = await OpenAsync();
        await CommitAsync(store, "a");
        using var caller = RawEtcd.NewCaller(_options!);
        (await RawEtcd.CountAsync(caller, _options!.Prefix + "c/", _patience.Token)).ShouldBeGreaterThan(0);

        await store.DisposeAsync();

        (await RawEtcd.CountAsync(caller, _options.Prefix + "c/", _patience.Token)).ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _patience.Dispose();
    }

    private Task<CommitOutcome> CommitAsync(EtcdStateStore store, string key) =>
        store.CommitAsync(Some.Put(key, "x"), _patience.Token).AsTask();

    private Task<EtcdStateStore> OpenAsync() =>
        EtcdStateStore.OpenAsync(_options!, TimeProvider.System, _patience.Token);
}
