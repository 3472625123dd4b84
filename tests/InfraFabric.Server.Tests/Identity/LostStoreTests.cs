using System.Net;
using System.Text;
using InfraFabric.Api;
using InfraFabric.Server.Identity;
using InfraFabric.Server.Tokens;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests.Identity;

/// <summary>What a server does that is not told, or not in order, what happens to identities.</summary>
public sealed class LostStoreTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Get_AtAServerThatLostItsStore_IsDeniedUntilTheStoreIsBack()
    {
        var time = new ManualTime();
        await using var server = new ServerFixture();
        var store = new CutOffStore(await server.OpenStoreAsync());
        await server.StartAsync(store, time);
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/a/1", "state:read");
        var token = await agent.TokenAsync(server.Tcp);

        store.Cut = new TaskCompletionSource();
        var since = time.GetUtcNow();
        await TestAgent.UntilAsync(
            server.Tcp, token, HttpStatusCode.ServiceUnavailable, () => time.Advance(TimeSpan.FromSeconds(1)));
        var trusted = time.GetUtcNow() - since;
        var ready = await server.Tcp.GetAsync(ApiRoutes.Ready);
        var denied = await ServerFixture.ProblemOf(await StatsAsync(server, token));
        var owner = await server.Owner.GetAsync(ApiRoutes.StateStats);
        var cut = store.Cut;
        store.Cut = null;
        cut.SetResult();

        trusted.ShouldBeGreaterThan(TokenLimits.MaxLag);
        denied.Code.ShouldBe("IF_ERR_STATE_UNAVAILABLE");
        (await ServerFixture.ProblemOf(ready)).Code.ShouldBe("IF_ERR_NOT_READY");
        owner.StatusCode.ShouldBe(HttpStatusCode.OK);
        await TestAgent.UntilAsync(server.Tcp, token, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_AfterAWatchThatCouldNotGoOn_GoesByWhatHappenedMeanwhile()
    {
        await using var server = new ServerFixture();
        var store = new CutOffStore(await server.OpenStoreAsync());
        await server.StartAsync(store);
        using var kept = await TestAgent.RegisterAsync(server, "if://agent/kept/1", "state:read");
        using var gone = await TestAgent.RegisterAsync(server, "if://agent/gone/1", "state:read");
        var (keptToken, goneToken) = (await kept.TokenAsync(server.Tcp), await gone.TokenAsync(server.Tcp));

        // The watches never tell that one is deleted, and end.
        store.Swallow = new TaskCompletionSource();
        await store.CommitAsync(
            new Commit([], [Write.Delete(IdentityRecord.KeyOf(gone.Name))], [ServerFixture.Note()]));
        await store.Swallow.Task.WaitAsync(Patience);
        var untold = await StatsAsync(server, goneToken);
        store.Swallow = null;
        store.EndWatches(StateErrors.Compacted(1, 2));

        await TestAgent.UntilAsync(server.Tcp, goneToken, HttpStatusCode.Unauthorized);
        untold.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await StatsAsync(server, keptToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("this is no JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{'key':'x','scopes':['swarm'],'created_at':'2026-01-01T00:00:00Z','created_by':'x','disabled':false}")]
    public async Task Get_OfAnIdentityWhoseRecordCannotBeRead_IsDenied(string record)
    {
        await using var server = new ServerFixture();
        await server.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/a/1", "state:read");
        using var other = await TestAgent.RegisterAsync(server, "if://agent/b/1", "state:read");
        var (token, otherToken) = (await agent.TokenAsync(server.Tcp), await other.TokenAsync(server.Tcp));

        var write = Write.Put(IdentityRecord.KeyOf(agent.Name), Encoding.UTF8.GetBytes(record.Replace('\'', '"')));
        await server.Store.CommitAsync(new Commit([], [write], [ServerFixture.Note()]));

        await TestAgent.UntilAsync(server.Tcp, token, HttpStatusCode.Unauthorized);
        (await StatsAsync(server, otherToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await agent.DeleteAsync(server);
    }

    private static Task<HttpResponseMessage> StatsAsync(ServerFixture server, string token) =>
        TestAgent.GetAsync(server.Tcp, token, ApiRoutes.StateStats);
}
