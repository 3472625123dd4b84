using System.Text.Json;
using InfraFabric.Server.Mcp;
using InfraFabric.Server.Tests.Coordination;
using InfraFabric.Server.Tests.Identity;

namespace InfraFabric.Server.Tests.Breakers;

/// <summary>What people must look after, over HTTP.</summary>
public sealed class EscalationApiTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private HttpClient Http => server.Owner;

    [Fact]
    public async Task List_OfABreakerThatOpened_TellsOfItUntilItIsClosed()
    {
        var id = await EscalateAsync("listed");

        var (_, before) = await Http.CallAsync("GET", "/v1/escalations?limit=1000");
        var (closed, body) = await CloseAsync(id, "looked at");
        var (_, after) = await Http.CallAsync("GET", "/v1/escalations?limit=1000");
        var (_, all) = await Http.CallAsync("GET", "/v1/escalations?limit=1000&all=true");

        Ids(before).ShouldContain(id);
        closed.ShouldBe(200);
        body.GetProperty("answer").GetString().ShouldBe("looked at");
        Ids(after).ShouldNotContain(id);
        Ids(all).ShouldContain(id);
    }

    [Fact]
    public async Task Close_WithoutAWord_IsRefused()
    {
        var id = await EscalateAsync("silent");

        var (status, problem) = await Http.CallAsync("POST", $"/v1/escalations/{id}/close");

        (status, problem.Code()).ShouldBe((400, "IF_ERR_WHY_MISSING"));
    }

    [Fact]
    public async Task Close_WhatIsNotThere_IsNotFound()
    {
        var (status, problem) = await CloseAsync("0198c5a2-1f00-7abc-8def-0123456789ab", "why not");

        (status, problem.Code()).ShouldBe((404, "IF_ERR_NOT_FOUND"));
    }

    [Fact]
    public async Task List_MoreThanAPage_ReadsOnWhereItEnded_AlsoWhenThatIsClosed()
    {
        for (var i = 0; i < 3; i++)
            await EscalateAsync($"paged-{i}");

        var (_, first) = await Http.CallAsync("GET", "/v1/escalations?limit=1");
        var next = first.GetProperty("next_after").GetString()!;
        await CloseAsync(next, "done");
        var (_, second) = await Http.CallAsync("GET", $"/v1/escalations?limit=1&after={next}");

        Ids(first).ShouldBe([next]);
        Ids(second).ShouldHaveSingleItem().ShouldNotBe(next);
    }

    [Fact]
    public async Task Test_OfTheLog_GetsThrough_OfNoChannel_IsNotFound()
    {
        var (through, _) = await Http.CallAsync("POST", "/v1/escalations/channels/log/test");
        var (status, problem) = await Http.CallAsync("POST", "/v1/escalations/channels/none/test");

        through.ShouldBe(200);
        (status, problem.Code()).ShouldBe((404, "IF_ERR_NOT_FOUND"));
    }

    [Theory]
    [InlineData("log/x")]
    [InlineData("log/999999")]
    [InlineData("log/99999999999999999999")]
    public async Task Resend_OfNoMessage_IsNotFound(string message)
    {
        var (status, problem) = await Http.CallAsync("POST", $"/v1/escalations/messages/{message}/resend");

        (status, problem.Code()).ShouldBe((404, "IF_ERR_NOT_FOUND"));
    }

    [Fact]
    public async Task Calls_OfAnAgentWithoutTheScope_AreForbidden()
    {
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/told/1", "swarm", "tasks:read");
        var token = await agent.TokenAsync(server.Tcp);
        var statuses = new List<int>();
        foreach (var path in (string[])["0198c5a2-1f00-7abc-8def-0123456789ab/close", "messages/log/1/resend",
            "channels/log/test"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/escalations/{path}");
            request.Headers.Authorization = new("Bearer", token);
            using var response = await server.Tcp.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        statuses.ShouldAllBe(status => status == 403);
    }

    [Fact]
    public void Tools_ForAgents_OfferNoneOfIt() =>
        McpTools.All.Select(tool => tool.Call.Name).ShouldAllBe(name => !name.StartsWith("escalation_"));

    private static IEnumerable<string> Ids(JsonElement page) =>
        page.GetProperty("escalations").EnumerateArray().Select(one => one.GetProperty("id").GetString()!);

    private async Task<string> EscalateAsync(string swarm)
    {
        var (_, moved) = await Http.CallAsync("POST", $"/v1/breakers/{swarm}/open");
        return moved.GetProperty("breaker").GetProperty("escalation").GetString()!;
    }

    private async Task<(int Status, JsonElement Body)> CloseAsync(string id, string why)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/escalations/{id}/close");
        request.Headers.Add("IF-Why", why);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, JsonDocument.Parse(text).RootElement);
    }
}
