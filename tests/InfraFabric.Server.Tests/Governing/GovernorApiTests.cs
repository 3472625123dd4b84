using System.Text.Json;
using InfraFabric.Server.Tests.Coordination;

namespace InfraFabric.Server.Tests.Governing;

/// <summary>Who can do what for how much, over HTTP.</summary>
public sealed class GovernorApiTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private HttpClient Http => server.Owner;

    [Fact]
    public async Task Set_WhatASwarmCanDo_CountsInPlaceOfWhatItSays()
    {
        await Http.RegisterAsync("set-one", """{"capabilities":["set:own","set:more"]}""");

        var (status, set) = await Http.CallAsync(
            "PUT", "/v1/registry/set-one", """{"capabilities":["set:own@2.1"],"cost_per_hour_micro_usd":2000000}""");
        var (_, shown) = await Http.CallAsync("GET", "/v1/registry/set-one");

        status.ShouldBe(200);
        TextsOf(set, "capabilities").ShouldBe(["set:own@2.1"]);
        shown.GetProperty("cost_per_hour_micro_usd").GetInt64().ShouldBe(2_000_000);
        shown.GetProperty("at_work").GetBoolean().ShouldBeTrue();
        (await FoundAsync("set:more")).ShouldBeEmpty();
        (await FoundAsync("set:own@2")).ShouldBe(["set-one best"]);
    }

    [Fact]
    public async Task Set_OnlyTheCost_LeavesTheRest_AndForgetTakesAllBack()
    {
        await Http.CallAsync("PUT", "/v1/registry/set-two", """{"capabilities":["set:two"],"tenant":"acme"}""");

        var (_, changed) = await Http.CallAsync("PUT", "/v1/registry/set-two", """{"cost_per_hour_micro_usd":5}""");
        var (forgotten, _) = await Http.CallAsync("DELETE", "/v1/registry/set-two");
        var (gone, problem) = await Http.CallAsync("GET", "/v1/registry/set-two");

        TextsOf(changed, "capabilities").ShouldBe(["set:two"]);
        changed.GetProperty("tenant").GetString().ShouldBe("acme");
        forgotten.ShouldBe(200);
        (gone, problem.Code()).ShouldBe((404, "IF_ERR_NOT_FOUND"));
    }

    [Theory]
    [InlineData("""{"capabilities":["*:*"]}""", "IF_ERR_ID_INVALID")]
    [InlineData("""{"cost_per_hour_micro_usd":-1}""", "IF_ERR_USAGE")]
    [InlineData("""{"tenant":"a/b"}""", "IF_ERR_ID_INVALID")]
    [InlineData("""{"cost":1}""", "IF_ERR_JSON_INVALID")]
    public async Task Set_WhatCannotBe_IsRefused(string body, string code)
    {
        var (_, problem) = await Http.CallAsync("PUT", "/v1/registry/refused", body);

        problem.Code().ShouldBe(code);
    }

    [Fact]
    public async Task Find_WithACeilingAndExplained_SaysOfEachWhy()
    {
        foreach (var (swarm, cost) in ((string, long)[])[("find-fair", 5), ("find-dear", 6)])
        {
            await Http.RegisterAsync(swarm, """{"capabilities":["find:one"]}""");
            await Http.CallAsync("PUT", $"/v1/registry/{swarm}", $$"""{"cost_per_hour_micro_usd":{{cost}}}""");
        }

        (await FoundAsync("find:one", "&max_cost_micro_usd=5")).ShouldBe(["find-fair best"]);
        (await FoundAsync("find:one", "&max_cost_micro_usd=5&explain=true"))[..2]
            .ShouldBe(["find-fair best", "find-dear over_ceiling"]);
    }

    [Theory]
    [InlineData("/v1/candidates", "IF_ERR_USAGE")]
    [InlineData("/v1/candidates?required=,", "IF_ERR_LIMIT")]
    [InlineData("/v1/candidates?required=a:*", "IF_ERR_ID_INVALID")]
    [InlineData("/v1/candidates?required=a:b&limit=1001", "IF_ERR_LIMIT")]
    [InlineData("/v1/tasks/0198c5a2-1f00-7abc-8def-0123456789ab/candidates", "IF_ERR_NOT_FOUND")]
    public async Task Get_WhatCannotBe_IsRefused(string path, string code)
    {
        var (_, problem) = await Http.CallAsync("GET", path);

        problem.Code().ShouldBe(code);
    }

    [Fact]
    public async Task Block_SomebodyCanHelp_IsSeenInTheExplanation()
    {
        await Http.CallAsync("PUT", "/v1/budgets", """{"budget":"fabric","limit_micro_usd":100000000}""");
        await Http.RegisterAsync("fire-brigade", """{"capabilities":["help:fire"]}""");
        await Http.CallAsync("PUT", "/v1/registry/fire-brigade", """{"cost_per_hour_micro_usd":1000000}""");
        var (task, _) = await BlockAsync("stuck-one", "help:fire");

        var explained = await ExplainedOnceSeenToAsync(task);

        explained.GetProperty("blocked").GetString().ShouldBe("stuck");
        var helper = explained.GetProperty("help").GetProperty("helpers")[0];
        helper.GetProperty("swarm").GetString().ShouldBe("fire-brigade");
        helper.GetProperty("amount_micro_usd").GetInt64().ShouldBe(10_000_000);
    }

    [Fact]
    public async Task Block_NobodyCanHelp_IsEscalated_AndItsAnswerEndsThat()
    {
        var (task, _) = await BlockAsync("stuck-two", "help:nobody");

        var explained = await ExplainedOnceSeenToAsync(task);
        await Http.CallAsync("POST", $"/v1/tasks/{task}/resolve", """{"answer":"use the second key"}""");

        explained.GetProperty("help").GetProperty("escalation").GetString().ShouldNotBeNull();
        await UntilAsync(async () => !(await ExplainAsync(task)).TryGetProperty("help", out _));
    }

    [Fact]
    public async Task Rehearse_PolicyThatDeniesTheHelper_TellsThatNobodyWouldHelp()
    {
        await Http.CallAsync("PUT", "/v1/budgets", """{"budget":"fabric","limit_micro_usd":100000000}""");
        await Http.RegisterAsync("rehearsed", """{"capabilities":["help:rehearsed"]}""");
        await Http.CallAsync("PUT", "/v1/registry/rehearsed", """{"cost_per_hour_micro_usd":1000000}""");
        var (task, _) = await BlockAsync("stuck-three", "help:rehearsed");
        await ExplainedOnceSeenToAsync(task);

        JsonElement report = default;
        await UntilAsync(async () =>
        {
            (var status, report) = await Http.CallAsync(
                "POST", "/v1/policy/rehearsals", """{"policy":"rules: [{swarm: rehearsed, verdict: deny}]"}""");
            status.ShouldBe(200);
            // The ledger has the decision a moment after it was made.
            return report.GetProperty("changed").GetInt32() > 0;
        });

        var change = report.GetProperty("changes")[0];
        (change.GetProperty("before").GetString(), change.GetProperty("after").GetString())
            .ShouldBe(("rehearsed for help:rehearsed", "nobody"));
    }

    [Theory]
    [InlineData("""{"policy":"rules: 3"}""", "IF_ERR_CONFIG_INVALID")]
    [InlineData("""{"policy":"","since_s":0}""", "IF_ERR_LIMIT")]
    [InlineData("""{"policy":"","since_s":99999999}""", "IF_ERR_LIMIT")]
    public async Task Rehearse_WhatCannotBe_IsRefused(string body, string code)
    {
        var (_, problem) = await Http.CallAsync("POST", "/v1/policy/rehearsals", body);

        problem.Code().ShouldBe(code);
    }

    [Fact]
    public async Task Policy_NothingLoaded_IsTheDefaults()
    {
        var (status, policy) = await Http.CallAsync("GET", "/v1/policy");

        status.ShouldBe(200);
        policy.GetProperty("min_capability_match").GetDouble().ShouldBe(0.7);
        policy.GetProperty("in_force").GetBoolean().ShouldBeTrue();
        policy.TryGetProperty("hash", out _).ShouldBeFalse();
    }

    private async Task<(string Task, long Fence)> BlockAsync(string swarm, string needs)
    {
        var session = await Http.RegisterAsync(swarm, $$"""{"capabilities":["work:{{swarm}}"]}""");
        var task = await Http.AddTaskAsync($$"""{"type":"work","requires":["work:{{swarm}}"]}""");
        var (_, claimed) = await Http.CallAsync("POST", $"/v1/swarms/{swarm}/claims", $$"""{"session":{{session}}}""");
        var fence = claimed.GetProperty("claims")[0].GetProperty("fence").GetInt64();
        var (status, _) = await Http.CallAsync(
            "POST", $"/v1/tasks/{task}/block", $$"""{"fence":{{fence}},"reason":"stuck","needs":["{{needs}}"]}""");
        status.ShouldBe(200);
        return (task, fence);
    }

    private async Task<JsonElement> ExplainedOnceSeenToAsync(string task)
    {
        await UntilAsync(async () => (await ExplainAsync(task)).TryGetProperty("help", out _));
        return await ExplainAsync(task);
    }

    private async Task<JsonElement> ExplainAsync(string task)
    {
        var (status, explained) = await Http.CallAsync("GET", $"/v1/tasks/{task}/candidates");
        status.ShouldBe(200);
        return explained;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private async Task<string[]> FoundAsync(string required, string more = "")
    {
        var (status, found) = await Http.CallAsync("GET", $"/v1/candidates?required={required}{more}");
        status.ShouldBe(200);
        return
        [
            .. found.GetProperty("candidates").EnumerateArray().Select(
                one => $"{one.GetProperty("swarm").GetString()} {one.GetProperty("verdict").GetString()}"),
        ];
    }

    private static string[] TextsOf(JsonElement body, string name) =>
        [.. body.GetProperty(name).EnumerateArray().Select(one => one.GetString()!)];
}
