using System.Text.Json;
using InfraFabric.Server.Tests.Coordination;

namespace InfraFabric.Server.Tests.Optimise;

/// <summary>Costs over HTTP, from spending on a task to a report.</summary>
public sealed class CostApiTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private HttpClient Http => server.Owner;

    [Fact]
    public async Task Report_OfWhatWasJustSpent_HasItWithWhatCameOfIt()
    {
        var (session, task, fence) = await ClaimAsync("costly", "api:costly");
        await SpendAsync("costly", session, task, fence, """{"usage":{"model":"gpt-4","input_tokens":1000}}""");
        await SpendAsync("costly", session, null, null, """{"spent_micro_usd":5}""");

        var open = await ReportAsync("swarm,outcome,kind");
        await Http.CallAsync("POST", $"/v1/tasks/{task}/complete", $$"""{"fence":{{fence}}}""");
        var done = await ReportAsync("swarm,outcome,kind");

        RowsOf(open, "costly").ShouldBe(["costly,open,work-costly 30000", "costly,none, 5"]);
        RowsOf(done, "costly").ShouldBe(["costly,completed,work-costly 30000", "costly,none, 5"]);
        done.GetProperty("total").GetProperty("cost_micro_usd").GetInt64().ShouldBeGreaterThanOrEqualTo(30_005);
    }

    [Fact]
    public async Task Spends_OfATask_HaveAllThatIsKnown()
    {
        var (session, task, fence) = await ClaimAsync("listed", "api:listed");
        await SpendAsync("listed", session, task, fence, """{"usage":{"model":"haiku","cache_read_tokens":500}}""");

        var (_, page) = await Http.CallAsync("GET", "/v1/optimise/spends?limit=1000");

        var spend = page.GetProperty("spends").EnumerateArray()
            .Single(one => one.TryGetProperty("task", out var on) && on.GetString() == task);
        spend.GetProperty("fence").GetInt64().ShouldBe(fence);
        spend.GetProperty("model").GetString().ShouldBe("anthropic:claude-haiku-4-5");
        spend.GetProperty("capability").GetString().ShouldBe("api:listed");
        spend.GetProperty("unconfirmed").GetBoolean().ShouldBeTrue();
        spend.GetProperty("usage").GetProperty("cache_read").GetDecimal().ShouldBe(500);
        spend.GetProperty("cost_micro_usd").GetInt64().ShouldBe(50);
    }

    [Fact]
    public async Task Prices_OfAModelByAnotherName_AreShown()
    {
        var (status, prices) = await Http.CallAsync("GET", "/v1/optimise/prices?model=gpt-4");

        status.ShouldBe(200);
        var price = prices.GetProperty("prices").EnumerateArray().Single();
        price.GetProperty("model").GetString().ShouldBe("openai:gpt-4");
        price.GetProperty("in_force").GetBoolean().ShouldBeTrue();
        price.GetProperty("tokens").GetProperty("output").GetDecimal().ShouldBe(60);
    }

    [Theory]
    [InlineData("/v1/optimise/report?by=colour", 400, "IF_ERR_USAGE")]
    [InlineData("/v1/optimise/report?by=model,model", 400, "IF_ERR_USAGE")]
    [InlineData("/v1/optimise/report?from=yesterday", 400, "IF_ERR_USAGE")]
    [InlineData("/v1/optimise/report?from=2026-02-01&to=2026-01-01", 400, "IF_ERR_USAGE")]
    [InlineData("/v1/optimise/report?limit=1001", 400, "IF_ERR_USAGE")]
    [InlineData("/v1/optimise/spends?limit=0", 400, "IF_ERR_USAGE")]
    [InlineData("/v1/optimise/prices?model=none", 404, "IF_ERR_NOT_FOUND")]
    public async Task Ask_WhatCannotBe_IsRefused(string path, int status, string code)
    {
        var (answered, problem) = await Http.CallAsync("GET", path);

        (answered, problem.Code()).ShouldBe((status, code));
    }

    private async Task<(long Session, string Task, long Fence)> ClaimAsync(string swarm, string capability)
    {
        var session = await Http.RegisterAsync(swarm, $$"""{"capabilities":["{{capability}}"]}""");
        await Http.CallAsync("PUT", "/v1/budgets", $$"""{"budget":"swarm/{{swarm}}","limit_micro_usd":5000000}""");
        var task = await Http.AddTaskAsync($$"""{"type":"work-{{swarm}}","requires":["{{capability}}"]}""");
        var (_, claimed) = await Http.CallAsync("POST", $"/v1/swarms/{swarm}/claims", $$"""{"session":{{session}}}""");
        return (session, task, claimed.GetProperty("claims")[0].GetProperty("fence").GetInt64());
    }

    private async Task SpendAsync(string swarm, long session, string? task, long? fence, string cost)
    {
        var on = task is null ? "" : $$""","task":"{{task}}","fence":{{fence}}""";
        var (_, reserved) = await Http.CallAsync(
            "POST", $"/v1/swarms/{swarm}/reservations",
            $$"""{"session":{{session}},"amount_micro_usd":100000{{on}}}""");
        var id = reserved.GetProperty("reservation").GetString();
        (await Http.CallAsync("POST", $"/v1/reservations/{id}/settle", cost)).Item1.ShouldBe(200);
    }

    private async Task<JsonElement> ReportAsync(string by)
    {
        var (status, report) = await Http.CallAsync("GET", $"/v1/optimise/report?by={by}&limit=1000");
        status.ShouldBe(200);
        return report;
    }

    private static List<string> RowsOf(JsonElement report, string swarm) => [.. report.GetProperty("rows")
        .EnumerateArray().Where(row => row.GetProperty("key")[0].GetString() == swarm)
        .Select(row => $"{string.Join(',', row.GetProperty("key").EnumerateArray().Select(key => key.GetString()))}"
            + $" {row.GetProperty("sums").GetProperty("cost_micro_usd").GetInt64()}")];
}
