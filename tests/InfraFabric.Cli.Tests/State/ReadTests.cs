using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.State;

/// <summary>Reading with and without a server: the answers are the same.</summary>
public sealed class ReadTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_OfARecord_PrintsItsBytesAsTheyAre(bool served)
    {
        using var home = new TestHome();
        await home.PutAsync(("tasks/1", "{\"ä\":\u001b1}\n"));
        await using var server = await StartAsync(home, served);

        var result = (await home.RunAsync("state", "get", "tasks/1")).ShouldExit(0);

        result.Out.ShouldBe("{\"ä\":\u001b1}\n");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_AtARevision_PrintsTheValueOfThen(bool served)
    {
        using var home = new TestHome();
        var revisions = await home.PutAsync(("a", "1"), ("a", "2"));
        await using var server = await StartAsync(home, served);

        (await home.RunAsync("state", "get", "a", "--at", $"{revisions[0]}")).ShouldExit(0).Out.ShouldBe("1");
        var ahead = (await home.RunAsync("state", "get", "a", "--at", "999")).ShouldExit(2);

        ahead.Error.ShouldContain("IF_ERR_STATE_REVISION_AHEAD");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task List_AsText_IsATable(bool served)
    {
        using var home = new TestHome();
        await home.PutAsync(("tasks/1", "first\tline\nsecond"), ("tasks/2", new string('x', 100)), ("other", "o"));
        await using var server = await StartAsync(home, served);

        var result = (await home.RunAsync("state", "list", "tasks/")).ShouldExit(0);

        result.Out.ShouldMatchSnapshot("state-list");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task List_AsJson_IsOneDocument(bool served)
    {
        using var home = new TestHome();
        var at = $"{(await home.PutAsync(("a", "1"), ("b", "2"), ("c", "3")))[^1]}";
        await using var server = await StartAsync(home, served);

        var page = (await home.RunAsync("state", "list", "--limit", "2", "--at", at, "--json")).ShouldExit(0);
        var all = (await home.RunAsync("state", "list", "--limit", "2", "--all", "--at", at, "--json")).ShouldExit(0);

        page.Out.ShouldMatchSnapshot("state-list-json");
        all.Json.GetProperty("records").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task List_WithMoreBehindThePage_SaysHowToGoOn()
    {
        using var home = new TestHome();
        var revisions = await home.PutAsync(("a", "1"), ("b", "2"));

        var first = (await home.RunAsync("state", "list", "--limit", "1")).ShouldExit(0);
        var second = (await home.RunAsync("state", "list", "--after", "a", "--at", $"{revisions[1]}")).ShouldExit(0);

        first.Error.ShouldContain($"--after 'a' --at {revisions[1]}");
        second.Out.ShouldContain("b ");
        second.Out.ShouldNotContain("a ");
    }

    [Fact]
    public async Task Stats_OfAServedState_CountsItsRecords()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"), ("b", "2"));
        await using var server = await StartAsync(home, served: true);

        var stats = (await home.RunAsync("state", "stats", "--json")).ShouldExit(0).Json;

        stats.GetProperty("backend").GetString().ShouldBe("embedded");
        // Beside those that stay there is the server as a member, for as long as it runs; and which ledger takes the
        // notes, and who writes it.
        var records = 2 + RunningServer.OwnRecords + 3;
        stats.GetProperty("records").GetInt64().ShouldBe(records);
        (await home.RunAsync("state", "stats")).ShouldExit(0).Out.ShouldContain($"records        {records}");
    }

    [Fact]
    public async Task List_OfAHomeWithoutAState_MakesNone()
    {
        using var home = new TestHome();

        var result = (await home.RunAsync("state", "list")).ShouldExit(4);

        result.Error.ShouldContain("ifctl up");
        Directory.Exists(home.StateFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task List_OfAStateThatAnotherProcessHasOpen_SaysWhich()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        await using var open = await InfraFabric.State.Embedded.EmbeddedStateStore.OpenAsync(
            new InfraFabric.State.Embedded.EmbeddedOptions { Directory = home.StateFolder }, TimeProvider.System);

        var result = (await home.RunAsync("state", "list")).ShouldExit(7);

        result.Error.ShouldContain("IF_ERR_STATE_LOCKED");
        result.Error.ShouldContain($"process {Environment.ProcessId}");
    }

    [Fact]
    public async Task Get_FromANamedServer_TakesItsSocketOrAKey()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        await using var server = await StartAsync(home, served: true);
        using var elsewhere = new TestHome();

        var socket = server!.Announced.GetProperty("socket").GetString();
        (await elsewhere.RunAsync("state", "get", "a", "--server", $"unix://{socket}")).ShouldExit(0).Out.ShouldBe("1");
        (await home.RunAsync("state", "get", "a", "--server", server.Url)).ShouldExit(0).Out.ShouldBe("1");
        var overTcp = (await elsewhere.RunAsync("state", "get", "a", "--server", server.Url)).ShouldExit(6);
        var nobody = (await elsewhere.RunAsync("state", "get", "a", "--server", "http://127.0.0.1:1")).ShouldExit(7);

        overTcp.Error.ShouldContain("IF_ERR_UNAUTHENTICATED");
        nobody.Error.ShouldContain("IF_ERR_SERVER_UNREACHABLE");
    }

    private static async Task<RunningServer?> StartAsync(TestHome home, bool served) =>
        served ? await RunningServer.StartAsync(home) : null;
}
