using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using InfraFabric.Server.Mcp;
using InfraFabric.Server.Tests.Coordination;
using InfraFabric.Server.Tests.Identity;

namespace InfraFabric.Server.Tests.Breakers;

/// <summary>Breakers over HTTP: what stops a swarm, and who lets it go on.</summary>
public sealed class BreakerApiTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private HttpClient Http => server.Owner;

    [Fact]
    public async Task Settle_OfAllThatIsLeft_StopsTheSwarmAndSaysWhatToDo()
    {
        var session = await RegisterAsync("spendthrift");
        await ExhaustAsync("spendthrift", session);

        var (status, problem) = await ReserveAsync("spendthrift", session, 1);
        var (_, page) = await Http.CallAsync("GET", "/v1/breakers");

        (status, problem.Code()).ShouldBe((409, "IF_ERR_BREAKER_OPEN"));
        problem.GetProperty("fix").GetString()!.ShouldContain("reset-circuit-breaker spendthrift");
        var breaker = page.GetProperty("breakers").EnumerateArray().Single(SwarmIs("spendthrift"));
        breaker.GetProperty("state").GetString().ShouldBe("open");
        breaker.GetProperty("reason").GetString().ShouldBe("budget_exhausted");
    }

    [Fact]
    public async Task Reset_ConfirmedWithAReason_TriesTheSwarmAndClosesOnceItHasPaid()
    {
        var session = await RegisterAsync("second-chance");
        await Http.CallAsync("POST", "/v1/breakers/second-chance/open");

        var (_, reset) = await WhyAsync("/v1/breakers/second-chance/reset", """{"confirmed":true}""");
        var (_, held) = await ReserveAsync("second-chance", session, 1);
        var (status, problem) = await ReserveAsync("second-chance", session, 1);
        var id = held.GetProperty("reservation").GetString();
        await Http.CallAsync("POST", $"/v1/reservations/{id}/settle", """{"spent_micro_usd":1}""");
        var (after, _) = await ReserveAsync("second-chance", session, 1);

        reset.GetProperty("state").GetString().ShouldBe("half_open");
        (status, problem.Code()).ShouldBe((409, "IF_ERR_BREAKER_OPEN"));
        after.ShouldBe(200);
    }

    [Fact]
    public async Task Reset_ConfirmedWithoutAReason_IsRefused()
    {
        await Http.CallAsync("POST", "/v1/breakers/silent/open");

        var (status, problem) = await Http.CallAsync(
            "POST", "/v1/breakers/silent/reset", """{"confirmed":true}""");

        (status, problem.Code()).ShouldBe((400, "IF_ERR_WHY_MISSING"));
    }

    [Fact]
    public async Task Reset_NotConfirmed_WaitsForAnotherOperator()
    {
        using var second = await TestAgent.RegisterAsync(server, "if://agent/second.operator/1", "operate");
        await Http.CallAsync("POST", "/v1/breakers/two-keys/open");

        var (_, asked) = await Http.CallAsync("POST", "/v1/breakers/two-keys/reset", """{"close":true}""");
        var id = asked.GetProperty("breaker").GetProperty("asked").GetProperty("approval").GetString();
        var (own, problem) = await Http.CallAsync("POST", $"/v1/approvals/{id}/approve");
        var (other, approved) = await AsAsync(second, $"/v1/approvals/{id}/approve");
        var (again, gone) = await AsAsync(second, $"/v1/approvals/{id}/approve");

        asked.GetProperty("state").GetString().ShouldBe("open");
        (own, problem.Code()).ShouldBe((403, "IF_ERR_FORBIDDEN"));
        other.ShouldBe(200);
        approved.GetProperty("state").GetString().ShouldBe("closed");
        (again, gone.Code()).ShouldBe((404, "IF_ERR_NOT_FOUND"));
    }

    [Theory]
    [InlineData(1, "/v1/breakers/guarded/open", "")]
    [InlineData(2, "/v1/breakers/guarded/reset", """{"confirmed":true}""")]
    [InlineData(3, "/v1/approvals/0198c5a2-1f00-7abc-8def-0123456789ab/approve", "")]
    public async Task Calls_OfAnAgentWithoutTheScope_AreForbidden(int number, string path, string json)
    {
        using var agent = await TestAgent.RegisterAsync(
            server, $"if://agent/guarded/{number}", "swarm", "tasks:read", "tasks:write", "orchestrate");

        var (status, problem) = await AsAsync(agent, path, json);

        (status, problem.Code()).ShouldBe((403, "IF_ERR_FORBIDDEN"));
    }

    [Fact]
    public async Task Reset_OfAClosedOne_IsAsItShouldBe()
    {
        var (status, moved) = await Http.CallAsync("POST", "/v1/breakers/never-opened/reset", "{}");

        (status, moved.GetProperty("state").GetString()).ShouldBe((200, "closed"));
    }

    [Fact]
    public async Task List_MoreThanAPage_NamesWhereToReadOn()
    {
        await Http.CallAsync("POST", "/v1/breakers/paged-a/open");
        await Http.CallAsync("POST", "/v1/breakers/paged-b/open");

        var (_, first) = await Http.CallAsync("GET", "/v1/breakers?after=paged&limit=1");
        var (_, second) = await Http.CallAsync("GET", "/v1/breakers?after=paged-a&limit=1");
        var (status, problem) = await Http.CallAsync("GET", "/v1/breakers?limit=1001");

        first.GetProperty("next_after").GetString().ShouldBe("paged-a");
        second.GetProperty("breakers")[0].GetProperty("swarm").GetString().ShouldBe("paged-b");
        (status, problem.Code()).ShouldBe((413, "IF_ERR_LIMIT"));
    }

    [Fact]
    public async Task Reserve_TheSameCallAgainAndAgain_StopsTheSwarm()
    {
        var session = await RegisterAsync("parrot");
        var statuses = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            statuses.Add((await Http.CallAsync(
                "POST", "/v1/swarms/parrot/reservations",
                $$"""{"session":{{session}},"amount_micro_usd":1,"call":"search weather"}""")).Status);
        }

        statuses.ShouldBe([.. Enumerable.Repeat(200, 9), 409]);
    }

    [Fact]
    public void Tools_ForAgents_OfferNothingThatMovesABreaker() =>
        McpTools.All.Select(tool => tool.Call.Name).ShouldAllBe(name => !name.StartsWith("breaker_"));

    private static Func<JsonElement, bool> SwarmIs(string swarm) =>
        breaker => breaker.GetProperty("swarm").GetString() == swarm;

    private async Task<long> RegisterAsync(string swarm)
    {
        await Http.CallAsync("PUT", "/v1/budgets", $$"""{"budget":"swarm/{{swarm}}","limit_micro_usd":1000000}""");
        return await Http.RegisterAsync(swarm);
    }

    private Task<(int Status, JsonElement Body)> ReserveAsync(string swarm, long session, long amount) =>
        Http.CallAsync(
            "POST", $"/v1/swarms/{swarm}/reservations", $$"""{"session":{{session}},"amount_micro_usd":{{amount}}}""");

    private async Task ExhaustAsync(string swarm, long session)
    {
        var (_, held) = await ReserveAsync(swarm, session, 1_000_000);
        var id = held.GetProperty("reservation").GetString();
        (await Http.CallAsync("POST", $"/v1/reservations/{id}/settle", """{"spent_micro_usd":1000000}"""))
            .Status.ShouldBe(200);
    }

    private async Task<(int Status, JsonElement Body)> WhyAsync(string path, string json)
    {
        using var http = new HttpRequestMessage(HttpMethod.Post, path);
        http.Headers.Add("IF-Why", "a test");
        return await SendAsync(Http, http, json);
    }

    private async Task<(int Status, JsonElement Body)> AsAsync(
        TestAgent agent, string path, string json = "")
    {
        using var http = new HttpRequestMessage(HttpMethod.Post, path);
        http.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await agent.TokenAsync(server.Tcp));
        return await SendAsync(server.Tcp, http, json);
    }

    private static async Task<(int Status, JsonElement Body)> SendAsync(
        HttpClient client, HttpRequestMessage request, string json)
    {
        if (json.Length > 0)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, JsonDocument.Parse(body).RootElement);
    }
}
