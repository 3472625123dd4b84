using System.Net;
using System.Net.ServerSentEvents;
using InfraFabric.Server.Mcp;
using InfraFabric.Server.Tests.Identity;

namespace InfraFabric.Server.Tests.Mcp;

/// <summary>Who gets in over HTTP, and what sessions are.</summary>
public sealed class McpHttpTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Initialize_WithoutToken_IsDenied()
    {
        var response = await new RawMcp(server.Tcp, null).BeginAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Initialize_ByTheOwnerThroughTheSocket_Begins()
    {
        var mcp = new RawMcp(server.Owner, null);

        var answer = await RawMcp.ReadAsync(await mcp.BeginAsync());

        answer.GetProperty("result").GetProperty("serverInfo").GetProperty("version").GetString().ShouldBe("1.2.3");
        mcp.Session.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("http://evil.example:8080", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:3000", HttpStatusCode.OK)]
    public async Task Initialize_FromAPage_DependsOnItsMachine(string origin, HttpStatusCode status)
    {
        var mcp = new RawMcp(server.Owner, null) { Origin = origin };

        (await mcp.BeginAsync()).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Call_WithoutSession_IsRefused()
    {
        var response = await new RawMcp(server.Owner, null).PostAsync("tools/list", new { });

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Session_OfAnotherCaller_IsNotThere()
    {
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/prying/1", "tasks:read");
        var own = new RawMcp(server.Owner, null);
        await own.BeginAsync();
        var other = new RawMcp(server.Tcp, await agent.TokenAsync(server.Tcp)) { Session = own.Session };

        (await other.PostAsync("tools/list", new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.SendAsync(HttpMethod.Get)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.SendAsync(HttpMethod.Delete)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Session_Deleted_IsGone()
    {
        var mcp = new RawMcp(server.Owner, null);
        await mcp.BeginAsync();

        (await mcp.SendAsync(HttpMethod.Delete)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await mcp.PostAsync("tools/list", new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Sessions_MoreThanAllowed_AreRefused()
    {
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/greedy/1", "tasks:read");
        var token = await agent.TokenAsync(server.Tcp);
        var first = new RawMcp(server.Tcp, token);
        (await first.BeginAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var i = 1; i < McpLimits.MaxSessionsOfOne; i++)
            (await new RawMcp(server.Tcp, token).BeginAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);

        var response = await new RawMcp(server.Tcp, token).BeginAsync();
        await first.SendAsync(HttpMethod.Delete);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_OVERLOADED");
        (await new RawMcp(server.Tcp, token).BeginAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Swarms_MoreThanASessionCanHave_AreRefusedUntilOneHasLeft()
    {
        var mcp = new RawMcp(server.Owner, null);
        await mcp.BeginAsync();
        var sessions = new List<long>();
        for (var i = 0; i < McpLimits.MaxSwarms; i++)
            sessions.Add(await RegisterAsync(mcp, $"many{i}"));

        (await mcp.RefusedAsync("swarm_register", new { swarm = "many" })).ShouldBe("IF_ERR_LIMIT");
        sessions[0] = await RegisterAsync(mcp, "many0");
        await mcp.CallAsync("swarm_leave", new { swarm = "many0", session = sessions[0] });

        (await RegisterAsync(mcp, "many")).ShouldBeGreaterThan(sessions[0]);
    }

    [Fact]
    public async Task Subscription_ToASwarmThatTheSessionDoesNotHave_IsRefused()
    {
        var mcp = new RawMcp(server.Owner, null);
        await mcp.BeginAsync();
        (await SubscribeAsync(mcp, "followed"))!.ShouldContain("IF_ERR_NOT_FOUND");

        var session = await RegisterAsync(mcp, "followed");
        (await SubscribeAsync(mcp, "followed")).ShouldBeNull();

        await mcp.CallAsync("swarm_leave", new { swarm = "followed", session });
        (await SubscribeAsync(mcp, "followed"))!.ShouldContain("IF_ERR_NOT_FOUND");
    }

    [Fact]
    public async Task Message_ThatIsNone_IsRefused()
    {
        var mcp = new RawMcp(server.Owner, null);

        (await mcp.SendAsync(HttpMethod.Post, "[]")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await mcp.SendAsync(HttpMethod.Post, "{\"jsonrpc\":")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Call_WithATokenOfFewerScopes_HasFewerRightsInTheSameSession()
    {
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/narrow/1", "tasks:read", "tasks:write");
        var mcp = new RawMcp(server.Tcp, await agent.TokenAsync(server.Tcp));
        await mcp.BeginAsync();
        (await mcp.CallAsync("task_add", new { type = "wide" })).GetProperty("result")
            .TryGetProperty("structuredContent", out _).ShouldBeTrue();

        mcp.Token = await agent.TokenAsync(server.Tcp, "tasks:read");

        (await mcp.RefusedAsync("task_add", new { type = "narrow" })).ShouldBe("IF_ERR_FORBIDDEN");
    }

    [Fact]
    public async Task Tools_OfACallerWithoutTheirScope_AreNotListed()
    {
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/reader/1", "tasks:read");
        var mcp = new RawMcp(server.Tcp, await agent.TokenAsync(server.Tcp));
        await mcp.BeginAsync();

        var answer = await RawMcp.ReadAsync(await mcp.PostAsync("tools/list", new { }));

        answer.GetProperty("result").GetProperty("tools").EnumerateArray()
            .Select(tool => tool.GetProperty("name").GetString()).ShouldBe(
            [
                "task_list", "task_show", "blocker_list", "swarm_list", "swarm_show", "coordinator_status",
                "registry_list", "registry_show", "swarm_find", "task_explain", "budget_list",
                "optimise_report", "optimise_prices", "optimise_advice",
            ]);
    }

    [Fact]
    public async Task Stream_OpenedAgain_TellsHowThingsStandAndReplacesTheFirst()
    {
        using var patience = new CancellationTokenSource(Patience);
        var mcp = new RawMcp(server.Owner, null);
        await mcp.BeginAsync();
        await mcp.CallAsync("swarm_register", new { swarm = "listener", capabilities = new[] { "listen:one" } });
        await using var first = await ListenAsync(mcp, patience.Token);
        await RawMcp.UntilAsync(first, "picture");
        await mcp.CallAsync("task_add", new { type = "listen", requires = new[] { "listen:one" } });
        await RawMcp.UntilAsync(first, "assigned");

        await using var second = await ListenAsync(mcp, patience.Token);

        await RawMcp.UntilAsync(second, "picture");
        await Should.ThrowAsync<InvalidOperationException>(() => RawMcp.UntilAsync(first, "never told"));
    }

    [Fact]
    public async Task Stream_Closed_IsNoSignOfLifeAnyMore()
    {
        using var patience = new CancellationTokenSource(Patience);
        var mcp = new RawMcp(server.Owner, null);
        await mcp.BeginAsync();
        await mcp.CallAsync("swarm_register", new { swarm = "leaver" });
        var stream = await ListenAsync(mcp, patience.Token);
        await RawMcp.UntilAsync(stream, "picture");
        (await IsConnectedAsync(mcp)).ShouldBeTrue();

        await mcp.SendAsync(HttpMethod.Delete);

        mcp.Session = null;
        await mcp.BeginAsync();
        while (await IsConnectedAsync(mcp))
            patience.Token.ThrowIfCancellationRequested();
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task Stream_OfAServerThatStops_SaysGoodbye()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        var mcp = new RawMcp(own.Owner, null);
        await mcp.BeginAsync();
        await using var stream = await ListenAsync(mcp, patience.Token);

        await own.StopAsync();

        (await stream.MoveNextAsync()).ShouldBeTrue();
        (stream.Current.EventType, stream.Current.Data).ShouldBe(("bye", """{"reason":"stopping","retry_ms":200}"""));
    }

    private static async Task<long> RegisterAsync(RawMcp mcp, string swarm) =>
        (await mcp.CallAsync("swarm_register", new { swarm })).GetProperty("result").GetProperty("structuredContent")
            .GetProperty("session").GetInt64();

    /// <summary>The error with which it was refused; null if it was not.</summary>
    private static async Task<string?> SubscribeAsync(RawMcp mcp, string swarm)
    {
        var response = await mcp.PostAsync("resources/subscribe", new { uri = $"if://swarm/{swarm}" });
        var answer = await RawMcp.ReadAsync(response);
        return answer.TryGetProperty("error", out var error) ? error.GetProperty("message").GetString() : null;
    }

    private static async Task<bool> IsConnectedAsync(RawMcp mcp) =>
        (await mcp.CallAsync("swarm_show", new { swarm = "leaver" })).GetProperty("result")
            .GetProperty("structuredContent").GetProperty("connected").GetBoolean();

    private static async Task<IAsyncEnumerator<SseItem<string>>> ListenAsync(
        RawMcp mcp, CancellationToken cancellationToken)
    {
        var response = (await mcp.SendAsync(HttpMethod.Get)).EnsureSuccessStatusCode();
        return SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken))
            .EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }
}
