using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

/// <summary>The answer to a commit is lost after the commit has happened.</summary>
public sealed class LostAnswerTests(OneMember fixture) : IClassFixture<OneMember>, IAsyncDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private readonly CuttingProxy _proxy = new(fixture.Cluster.Members[0].Client.Port);

    [Fact]
    public async Task Commit_AnswerLost_IsReportedAsMadeOnce()
    {
        await using var store = await OpenAsync();
        var key = new RecordKey("once");
        _proxy.CutNextAnswer();

        var outcome = await store.CommitAsync(Increment(key, null), _patience.Token);

        _proxy.Cuts.ShouldBe(1);
        outcome.Verdict.ShouldBe(CommitVerdict.Committed);
        (await store.GetAsync(key, cancellationToken: _patience.Token))!.ModifyRevision.ShouldBe(outcome.Revision);
        (await store.ReadNotesAsync(NotePosition.Start, 10, _patience.Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Commit_AnswerOfARefusalLost_NamesTheGuardThatFailed()
    {
        await using var store = await OpenAsync();
        var key = new RecordKey("taken");
        await store.CommitAsync(Increment(key, null), _patience.Token);
        _proxy.CutNextAnswer();

        var outcome = await store.CommitAsync(
            Some.Commit([Guard.Exists(key), Guard.Absent(key)], [Write.Delete(key)]), _patience.Token);

        _proxy.Cuts.ShouldBe(1);
        outcome.Verdict.ShouldBe(CommitVerdict.GuardFailed);
        outcome.FailedGuard.ShouldBe(1);
        (await store.GetAsync(key, cancellationToken: _patience.Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Commit_AnswerOfAGroupLost_TellsEachItsOwnOutcome()
    {
        await using var store = await OpenAsync();
        var taken = new RecordKey("taken");
        await store.CommitAsync(Increment(taken, null), _patience.Token);
        _proxy.CutNextAnswer();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => store.CommitAsync(
            Some.Commit([i % 3 == 0 ? Guard.Absent(taken) : Guard.Exists(taken)],
                [Write.Put(new RecordKey($"many/{i}"), new byte[100])]), _patience.Token).AsTask()));

        _proxy.Cuts.ShouldBe(1);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var record = await store.GetAsync(new RecordKey($"many/{i}"), cancellationToken: _patience.Token);
            outcomes[i].Succeeded.ShouldBe(i % 3 != 0);
            record?.ModifyRevision.ShouldBe(outcomes[i].Revision);
            (record is not null).ShouldBe(outcomes[i].Succeeded);
        }
    }

    [Fact]
    public async Task Commit_AnswersLostAgainAndAgain_CountsEveryIncrementOnce()
    {
        await using var store = await OpenAsync();
        var key = new RecordKey("counter");
        long? revision = null;
        for (var i = 0; i < 50; i++)
        {
            if (i % 2 == 0)
                _proxy.CutNextAnswer();
            var outcome = await store.CommitAsync(Increment(key, revision), _patience.Token);
            outcome.Verdict.ShouldBe(CommitVerdict.Committed);
            revision = outcome.Revision;
        }

        _proxy.Cuts.ShouldBe(25);
        var notes = await store.ReadNotesAsync(NotePosition.Start, 100, _patience.Token);
        notes.Count.ShouldBe(50);
        notes.Select(n => n.Position.Revision).Distinct().Count().ShouldBe(50);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _patience.Dispose();
    }

    private static Commit Increment(RecordKey key, long? after) => Some.Commit(
        [after is { } revision ? Guard.Unchanged(key, revision) : Guard.Absent(key)], [Write.Put(key, new byte[100])]);

    private Task<EtcdStateStore> OpenAsync() => EtcdStateStore.OpenAsync(
        fixture.Cluster.NewOptions() with { Endpoints = [_proxy.Address] }, TimeProvider.System, _patience.Token);
}
