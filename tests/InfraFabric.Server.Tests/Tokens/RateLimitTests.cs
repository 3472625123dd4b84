using System.Net;
using InfraFabric.Api;
using InfraFabric.Server.Tests.Identity;
using InfraFabric.Server.Tokens;

namespace InfraFabric.Server.Tests.Tokens;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Get_OftenerThanTheLimit_IsTurnedAwayUntilTimeHasPassed()
    {
        var time = new ManualTime();
        await using var server = await StartAsync(time, options => options with { RequestsPerSecond = 2 });
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/eager/1", "state:read");
        using var calm = await TestAgent.RegisterAsync(server, "if://agent/calm/1", "state:read");
        var token = await agent.TokenAsync(server.Tcp);
        for (var i = 0; i < 4; i++)
            (await GetAsync(server, token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var refused = await GetAsync(server, token);
        var other = await GetAsync(server, await calm.TokenAsync(server.Tcp));
        time.Advance(TimeSpan.FromMilliseconds(500));
        var later = await GetAsync(server, token);
        var again = await GetAsync(server, token);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        var problem = await ServerFixture.ProblemOf(refused);
        problem.Code.ShouldBe("IF_ERR_OVERLOADED");
        problem.Retry!.NextDelayMs.ShouldBe(500);
        problem.Retry.IsFinal.ShouldBeFalse();
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        later.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Get_WithANewToken_CountsForTheSameIdentity()
    {
        await using var server = await StartAsync(
            new ManualTime(), options => options with { RequestsPerSecond = 1 });
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/eager/1", "state:read");
        for (var i = 0; i < 2; i++)
            await GetAsync(server, await agent.TokenAsync(server.Tcp));

        (await GetAsync(server, await agent.TokenAsync(server.Tcp))).StatusCode
            .ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Get_ThroughTheSocket_HasNoLimit()
    {
        await using var server = await StartAsync(
            new ManualTime(), options => options with { RequestsPerSecond = 1, StrangersPerSecond = 1 });

        for (var i = 0; i < 20; i++)
            (await server.Owner.GetAsync(ApiRoutes.StateStats)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_WithALimitOfZero_IsNeverTurnedAway()
    {
        await using var server = await StartAsync(
            new ManualTime(), options => options with { RequestsPerSecond = 0 });
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/eager/1", "state:read");
        var token = await agent.TokenAsync(server.Tcp);

        for (var i = 0; i < 20; i++)
            (await GetAsync(server, token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Challenge_OftenerThanAnAddressMay_IsTurnedAwayUntilTimeHasPassed()
    {
        var time = new ManualTime();
        await using var server = await StartAsync(time, options => options with { StrangersPerSecond = 1 });
        using var agent = new TestAgent("if://agent/stranger/1");
        for (var i = 0; i < 4; i++)
            await agent.ChallengeAsync(server.Tcp);

        var refused = await server.Tcp.PostAsync(ApiRoutes.AuthChallenge, null);
        time.Advance(TimeSpan.FromSeconds(1));

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        await agent.ChallengeAsync(server.Tcp);
    }

    [Fact]
    public async Task Get_WithWrongTokens_UsesUpWhatStrangersMay()
    {
        await using var server = await StartAsync(
            new ManualTime(), options => options with { StrangersPerSecond = 1 });
        for (var i = 0; i < 4; i++)
            (await GetAsync(server, "guess")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await GetAsync(server, "guess")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await server.Tcp.GetAsync(ApiRoutes.Health)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Use_OfMoreNoncesThanThereIsRoomFor_ForgetsNoneTooEarly()
    {
        var used = new UsedNonces(capacity: 2);
        used.Use("a", expiresAt: 30, now: 0).ShouldBe(NonceOutcome.Fresh);
        used.Use("b", expiresAt: 40, now: 0).ShouldBe(NonceOutcome.Fresh);

        used.Use("c", expiresAt: 40, now: 30).ShouldBe(NonceOutcome.Full);
        used.Use("a", expiresAt: 30, now: 30).ShouldBe(NonceOutcome.UsedBefore);
        used.Use("c", expiresAt: 40, now: 31).ShouldBe(NonceOutcome.Fresh);
    }

    [Fact]
    public void Cache_OfMoreThanThereIsRoomFor_ForgetsWhatWasNotUsed()
    {
        var cache = new BoundedCache<int, int>(capacity: 100);
        cache.Set(-1, 1);
        cache.Set(-2, 2);

        for (var i = 0; i < 1000; i++)
        {
            cache.Set(i, i);
            cache.TryGet(-1, out _).ShouldBeTrue();
            cache.Count.ShouldBeLessThanOrEqualTo(100);
        }

        cache.TryGet(-2, out _).ShouldBeFalse();
        cache.TryGet(999, out var last).ShouldBeTrue();
        last.ShouldBe(999);
    }

    private static async Task<ServerFixture> StartAsync(TimeProvider time, Func<ServerOptions, ServerOptions> with)
    {
        var server = new ServerFixture();
        await server.StartAsync(await server.OpenStoreAsync(), time, with);
        return server;
    }

    private static Task<HttpResponseMessage> GetAsync(ServerFixture server, string token) =>
        TestAgent.GetAsync(server.Tcp, token, ApiRoutes.StateStats);
}
