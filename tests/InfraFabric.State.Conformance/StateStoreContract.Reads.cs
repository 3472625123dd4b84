using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Conformance;

public abstract partial class StateStoreContract
{
    [Fact]
    public async Task Get_AtARevision_ShowsWhatWasThen()
    {
        var first = await PutAsync("a", "1");
        var second = await PutAsync("a", "2");
        var deleted = await DeleteAsync("a");
        var third = await PutAsync("a", "3");

        (await ReadAsync("a", first)).ShouldBe("1");
        (await ReadAsync("a", second)).ShouldBe("2");
        (await ReadAsync("a", deleted)).ShouldBeNull();
        (await ReadAsync("a", third)).ShouldBe("3");
    }

    [Fact]
    public async Task Get_AtARevisionToCome_IsRefused()
    {
        var revision = await PutAsync("a", "1");

        await ShouldFailAsync(ErrorTable.StateRevisionAhead, () => ReadAsync("a", revision + 1000));
    }

    [Fact]
    public async Task List_Prefix_IsInOrderAndExact()
    {
        foreach (var key in new[] { "tasks/2", "tasks/10", "tasks/1", "tasks", "tasks0", "swarms/1", "tasks/1/x" })
            await PutAsync(key, "v");

        (await ListAsync("tasks/")).ShouldBe(["tasks/1=v", "tasks/1/x=v", "tasks/10=v", "tasks/2=v"]);
        (await ListAsync("nothing/")).ShouldBeEmpty();
        (await ListAsync("")).Count.ShouldBe(7);
    }

    [Fact]
    public async Task List_Pages_AreConsistentWhileTheStateChanges()
    {
        for (var i = 0; i < 10; i++)
            await PutAsync($"p/{i}", "old");
        var first = await Store.ListAsync(new ListQuery("p/", 4), Token);
        await PutAsync("p/5", "new");
        await DeleteAsync("p/6");
        await PutAsync("p/55", "new");

        var second = await ListAsync("p/", 4, first.Revision, "p/3");
        var third = await Store.ListAsync(
            new ListQuery("p/", 4) { AtRevision = first.Revision, After = new RecordKey("p/7") }, Token);

        first.More.ShouldBeTrue();
        second.ShouldBe(["p/4=old", "p/5=old", "p/6=old", "p/7=old"]);
        third.Records.Select(r => r.Key.Text).ShouldBe(["p/8", "p/9"]);
        third.More.ShouldBeFalse();
        third.Revision.ShouldBe(first.Revision);
    }

    [Fact]
    public async Task List_ExactlyOnePage_SaysThatThereIsNoMore()
    {
        await PutAsync("p/1", "a");
        await PutAsync("p/2", "b");

        var page = await Store.ListAsync(new ListQuery("p/", 2), Token);

        page.Records.Count.ShouldBe(2);
        page.More.ShouldBeFalse();
    }

    [Fact]
    public async Task Compact_History_IsForgottenAndRecordsStay()
    {
        var first = await PutAsync("a", "1");
        await PutAsync("gone", "x");
        await DeleteAsync("gone");
        var last = await PutAsync("a", "2");

        await Store.CompactAsync(last, Token);

        (await ReadAsync("a")).ShouldBe("2");
        (await ReadAsync("a", last)).ShouldBe("2");
        (await ReadAsync("gone")).ShouldBeNull();
        await ShouldFailAsync(ErrorTable.StateCompacted, () => ReadAsync("a", first));
        await ShouldFailAsync(ErrorTable.StateCompacted, () => ListAsync("", atRevision: first));
        (await Store.GetStatsAsync(Token)).Records.ShouldBe(1);
    }

    [Fact]
    public async Task Compact_HalfOfHistory_KeepsTheOtherHalfThroughAReopening()
    {
        await PutAsync("a", "1");
        var second = await PutAsync("a", "2");
        await PutAsync("b", "x");
        await DeleteAsync("b");
        var third = await PutAsync("a", "3");
        await Store.CompactAsync(second, Token);

        await ReopenAsync();

        (await ReadAsync("a", second)).ShouldBe("2");
        (await ReadAsync("a", third)).ShouldBe("3");
        (await WatchAsync("", second, 3)).ShouldBe(["b=x", "b=gone", "a=3"]);
    }

    [Fact]
    public async Task GetStats_AfterCommits_CountsWhatIsThere()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "2");
        var last = await DeleteAsync("a");
        await Store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note(), Token);

        var stats = await Store.GetStatsAsync(Token);

        stats.Records.ShouldBe(1);
        stats.PendingNotes.ShouldBe(4);
        stats.Leases.ShouldBe(1);
        stats.Revision.ShouldBeGreaterThan(last);
        stats.Location.ShouldNotBeEmpty();
    }
}
