using InfraFabric.Api;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Tests.Identity;

namespace InfraFabric.Server.Tests.Tokens;

/// <summary>How a client comes to tokens by itself, with a real server that counts what it is asked.</summary>
public sealed class AgentTokensTests
{
    [Fact]
    public async Task Call_ByManyAtOnce_FetchesOneToken()
    {
        using var log = new KeptLog();
        await using var server = await StartAsync(log);
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/many/1", "state:read");
        using var caller = NewCaller(server, agent, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StatsAsync(caller)));

        TokensGiven(log).ShouldBe(1);
    }

    [Fact]
    public async Task Call_WhenTheTokenIsAlmostOver_FetchesANewOne()
    {
        using var log = new KeptLog();
        await using var server = await StartAsync(log);
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/early/1", "state:read");
        var time = new ManualTime();
        using var caller = NewCaller(server, agent, time);
        await StatsAsync(caller);

        time.Advance(TimeSpan.FromMinutes(11));
        await StatsAsync(caller);
        var before = TokensGiven(log);
        time.Advance(TimeSpan.FromMinutes(2));
        await StatsAsync(caller);

        before.ShouldBe(1);
        TokensGiven(log).ShouldBe(2);
    }

    [Fact]
    public async Task Call_AfterTheServerEndedTheToken_FetchesANewOneAndGoesOn()
    {
        using var log = new KeptLog();
        await using var server = await StartAsync(log);
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/again/1", "state:read");
        using var caller = NewCaller(server, agent, TimeProvider.System);
        await StatsAsync(caller);

        await agent.DeleteAsync(server);
        (await agent.PutAsync(server, ["state:read"])).EnsureSuccessStatusCode();
        await StatsAsync(caller);

        TokensGiven(log).ShouldBe(2);
    }

    [Fact]
    public async Task Call_OfAnIdentityThatIsGone_SaysSoAndDoesNotTryForEver()
    {
        using var log = new KeptLog();
        await using var server = await StartAsync(log);
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/gone/1", "state:read");
        using var caller = NewCaller(server, agent, TimeProvider.System);
        await StatsAsync(caller);
        await agent.DeleteAsync(server);

        var error = await Should.ThrowAsync<FabricException>(() => StatsAsync(caller));

        error.Error.ShouldBe(ErrorTable.Unauthenticated);
        TokensGiven(log).ShouldBe(2);
    }

    [Fact]
    public async Task Call_WithScopesToNarrowTo_MayDoNoMore()
    {
        using var log = new KeptLog();
        await using var server = await StartAsync(log);
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/modest/1", "state:read", "swarm");
        using var caller = new ServerCaller(ServerAddress.Parse(server.Server.Info.Url), NewTrace(),
            new ServerCallerOptions { Identity = agent.Identity with { Scopes = ["swarm"] } });

        (await Should.ThrowAsync<FabricException>(() => StatsAsync(caller))).Error.ShouldBe(ErrorTable.Forbidden);
    }

    [Fact]
    public async Task Call_WhileTheServerTurnsAgentsAway_WaitsAsLongAsItSays()
    {
        await using var server = new ServerFixture();
        await server.StartAsync(
            await server.OpenStoreAsync(), with: options => options with { StrangersPerSecond = 4 });
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/patient/1", "state:read");
        for (var i = 0; i < 16; i++)
            await agent.ChallengeAsync(server.Tcp);
        using var caller = NewCaller(server, agent, TimeProvider.System);

        await StatsAsync(caller);
    }

    [Fact]
    public async Task Log_OfAServerAtItsFinest_HoldsNoTokenNorKey()
    {
        using var log = new KeptLog();
        await using var server = await StartAsync(log);
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/quiet/1", "state:read");
        var token = await agent.TokenAsync(server.Tcp);
        await TestAgent.GetAsync(server.Tcp, token, ApiRoutes.StateStats);
        await TestAgent.GetAsync(server.Tcp, token, ApiRoutes.Identities);
        await TestAgent.GetAsync(server.Tcp, token + "x", ApiRoutes.StateStats);
        await agent.DisableAsync(server);
        var denied = await TestAgent.GetAsync(server.Tcp, token, ApiRoutes.StateStats);
        var key = (await File.ReadAllTextAsync(server.Home.ServerKey)).Trim().Split(':')[1];

        log.Lines.Count.ShouldBeGreaterThan(10);
        foreach (var secret in (string[])[token, token.Split('.')[2], key])
        {
            log.Lines.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
            (await denied.Content.ReadAsStringAsync()).ShouldNotContain(secret);
        }
    }

    private static async Task<ServerFixture> StartAsync(KeptLog log)
    {
        var server = new ServerFixture();
        await server.StartAsync(await server.OpenStoreAsync(), log: log);
        return server;
    }

    private static ServerCaller NewCaller(ServerFixture server, TestAgent agent, TimeProvider time) =>
        new(ServerAddress.Parse(server.Server.Info.Url), NewTrace(),
            new ServerCallerOptions { Identity = agent.Identity, Time = time });

    private static TraceToken NewTrace() => TraceToken.New(new IdSource(TimeProvider.System));

    private static Task StatsAsync(ServerCaller caller) =>
        new HttpStateApi(caller, TimeProvider.System).GetStatsAsync();

    // The server says at its finest which request it begins.
    private static int TokensGiven(KeptLog log) => log.Lines.Count(line =>
        line.StartsWith("Request starting", StringComparison.Ordinal)
        && line.Contains(ApiRoutes.AuthToken, StringComparison.Ordinal));
}
