using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Conformance;

public abstract partial class StateStoreContract
{
    [Fact]
    public async Task Watch_FromARevision_YieldsEveryLaterChangeInOrder()
    {
        var start = await PutAsync("w/1", "before");
        await PutAsync("w/1", "a");
        await PutAsync("other", "unseen");
        await PutAsync("w/2", "b");
        await DeleteAsync("w/1");

        (await WatchAsync("w/", start, 3)).ShouldBe(["w/1=a", "w/2=b", "w/1=gone"]);
    }

    [Fact]
    public async Task Watch_OneCommitOfSeveralWrites_IsOneBatch()
    {
        var start = await PutAsync("x", "1");
        var writes = Enumerable.Range(0, StateLimits.MaxWrites)
            .Select(i => Write.Put(new RecordKey($"w/{i:D2}"), new byte[20 * 1024])).ToList();
        var outcome = await Store.CommitAsync(Some.Commit([], writes), Token);

        await using var watch = Store.WatchAsync("w/", start, Token).GetAsyncEnumerator(Token);
        await watch.MoveNextAsync();

        watch.Current.Revision.ShouldBe(outcome.Revision);
        watch.Current.Changes.Count.ShouldBe(StateLimits.MaxWrites);
    }

    [Fact]
    public async Task Watch_WhileItWaits_IsPushedTheNextChange()
    {
        var start = await PutAsync("w/0", "x");
        await using var watch = Store.WatchAsync("w/", start, Token).GetAsyncEnumerator(Token);
        var next = watch.MoveNextAsync();
        next.IsCompleted.ShouldBeFalse();

        var revision = await PutAsync("w/1", "pushed");

        (await next).ShouldBeTrue();
        watch.Current.Revision.ShouldBe(revision);
        watch.Current.Changes[0].Record!.ModifyRevision.ShouldBe(revision);
    }

    [Fact]
    public async Task Watch_ReaderThatFallsFarBehind_MissesNothing()
    {
        const int Changes = 2000;
        var start = await PutAsync("w/start", "x");
        await using var watch = Store.WatchAsync("w/", start, Token).GetAsyncEnumerator(Token);
        var first = watch.MoveNextAsync();
        await Task.WhenAll(Enumerable.Range(0, Changes).Select(i => PutAsync($"w/{i:D5}", $"{i}")));

        var seen = new HashSet<string>();
        var last = start;
        (await first).ShouldBeTrue();
        do
        {
            watch.Current.Revision.ShouldBeGreaterThan(last);
            last = watch.Current.Revision;
            foreach (var change in watch.Current.Changes)
                seen.Add(change.Key.Text).ShouldBeTrue();
        }
        while (seen.Count < Changes && await watch.MoveNextAsync());

        seen.Count.ShouldBe(Changes);
    }

    [Fact]
    public async Task Watch_AfterReopening_ResumesWithoutAGap()
    {
        var start = await PutAsync("w/1", "a");
        await PutAsync("w/2", "b");
        await ReopenAsync();
        await PutAsync("w/3", "c");

        (await WatchAsync("w/", start, 2)).ShouldBe(["w/2=b", "w/3=c"]);
    }

    [Fact]
    public async Task Watch_FromForgottenHistory_IsToldToListAgain()
    {
        var start = await PutAsync("w/1", "a");
        await PutAsync("w/1", "b");
        var last = await PutAsync("w/1", "c");
        await Store.CompactAsync(last, Token);

        await ShouldFailAsync(ErrorTable.StateCompacted, () => WatchAsync("w/", start, 1));
    }

    [Fact]
    public async Task Watch_FromARevisionToCome_IsRefused()
    {
        var revision = await PutAsync("w/1", "a");

        await ShouldFailAsync(ErrorTable.StateRevisionAhead, () => WatchAsync("w/", revision + 1000, 1));
    }

    [Fact]
    public async Task Watch_Cancelled_Ends()
    {
        using var cancel = new CancellationTokenSource();
        var start = await PutAsync("w/1", "a");
        await using var watch = Store.WatchAsync("w/", start, cancel.Token).GetAsyncEnumerator(Token);
        var next = watch.MoveNextAsync();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task Watch_WhenTheStoreCloses_Ends()
    {
        var start = await PutAsync("w/1", "a");
        var watch = WatchAsync("w/", start, 1);

        await Store.DisposeAsync();

        await ShouldFailAsync(ErrorTable.StateUnavailable, () => watch);
    }
}
