using System.Net;
using InfraFabric.Api;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Identity;
using InfraFabric.Server.Tests.Identity;
using InfraFabric.Server.Tokens;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests.Tokens;

/// <summary>What a token opens, for how long, and at which server.</summary>
public sealed class TokenUseTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    // As long as one is, and none.
    private const string Signature =
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Get_WithATokenTamperedAnywhere_IsDenied()
    {
        await using var own = new ServerFixture();
        await own.StartAsync(
            await own.OpenStoreAsync(), with: options => options with { StrangersPerSecond = 100_000 });
        using var agent = await TestAgent.RegisterAsync(own, "if://agent/a/1", "state:read");
        var token = await agent.TokenAsync(own.Tcp);

        foreach (var tampered in Tampered.Of(token).Where(text => text.Trim() != token))
            await ShouldBeDeniedAsync(await GetAsync(own.Tcp, tampered), tampered);

        (await GetAsync(own.Tcp, token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic b3BlcmF0b3I6MA==")]
    [InlineData("Bearer ift1.e30.AA")]
    [InlineData("Bearer null")]
    [InlineData("Bearer ift1.e30." + Signature)]
    [InlineData("Bearer ift1.bnVsbA." + Signature)]
    [InlineData("Bearer ift1._w." + Signature)]
    public async Task Get_WithWhatIsNoToken_IsDenied(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.StateStats);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        await ShouldBeDeniedAsync(await fixture.Tcp.SendAsync(request), authorization);
    }

    [Fact]
    public async Task Get_WithATokenWhoseTimeIsOver_IsDenied()
    {
        var time = new ManualTime();
        await using var own = new ServerFixture();
        await own.StartAsync(await own.OpenStoreAsync(), time);
        using var agent = await TestAgent.RegisterAsync(own, "if://agent/a/1", "state:read");
        var token = await agent.TokenAsync(own.Tcp);

        time.Advance(TokenLimits.TokenLifetime - TimeSpan.FromSeconds(1));
        var inTime = await GetAsync(own.Tcp, token);
        time.Advance(TimeSpan.FromSeconds(1));

        inTime.StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldBeDeniedAsync(await GetAsync(own.Tcp, token), "expired");
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("deleted")]
    [InlineData("registered anew")]
    [InlineData("given another key")]
    public async Task Get_WithATokenOfAnIdentityThatIsNotWhatItWas_IsDenied(string what)
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/ended/1", "state:read");
        var token = await agent.TokenAsync(fixture.Tcp);
        (await GetAsync(fixture.Tcp, token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await EndAsync(agent, what);

        await ShouldBeDeniedAsync(await GetAsync(fixture.Tcp, token), what);
        if (what != "deleted")
            await agent.DeleteAsync(fixture);
    }

    [Fact]
    public async Task Get_WithATokenWhoseIdentityWasEnabledAgain_Answers()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/pardoned/1", "state:read");
        var token = await agent.TokenAsync(fixture.Tcp);
        await agent.DisableAsync(fixture);

        await fixture.Owner.PostAsync(ApiRoutes.Identity(agent.Name) + "/enable", null);

        (await GetAsync(fixture.Tcp, token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_WithATokenThatLacksTheScope_IsForbiddenAndNamesIt()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/swarm/1", "swarm", "state:read");
        var token = await agent.TokenAsync(fixture.Tcp, "swarm");

        var response = await GetAsync(fixture.Tcp, token);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var problem = await ServerFixture.ProblemOf(response);
        problem.Code.ShouldBe("IF_ERR_FORBIDDEN");
        problem.Why.ShouldContain("state:read");
    }

    [Fact]
    public async Task Get_AfterTheIdentityLostAScope_IsForbiddenWithTokensFromBefore()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/lessened/1", "swarm", "state:read");
        var token = await agent.TokenAsync(fixture.Tcp);
        (await GetAsync(fixture.Tcp, token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await agent.PutAsync(fixture, ["swarm"], "?replace=true");

        (await GetAsync(fixture.Tcp, token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Get_OfTheIdentitiesByAnAgent_IsForbidden()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/curious/1", "state:read", "orchestrate");
        var token = await agent.TokenAsync(fixture.Tcp);

        (await TestAgent.GetAsync(fixture.Tcp, token, ApiRoutes.Identities))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Get_ThroughTheSocketWithAToken_IsMadeByItsIdentity()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/local/1", "swarm");
        var token = await agent.TokenAsync(fixture.Tcp);

        (await GetAsync(fixture.Owner, token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await GetAsync(fixture.Owner, "x")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Get_AtAnotherServerOfTheFabric_AnswersWithoutASharedSecret()
    {
        await using var second = await SecondServer.StartAsync(fixture.Store);
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/traveller/1", "state:read");
        var there = await agent.TokenAsync(second.Tcp);
        var here = await agent.TokenAsync(fixture.Tcp);

        (await GetAsync(second.Tcp, here)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(fixture.Tcp, there)).StatusCode.ShouldBe(HttpStatusCode.OK);
        File.ReadAllText(second.Home.ServerKey).ShouldNotBe(File.ReadAllText(fixture.Home.ServerKey));
    }

    [Fact]
    public async Task Get_AtAnotherServerAfterTheIdentityWasDisabled_IsDenied()
    {
        await using var second = await SecondServer.StartAsync(fixture.Store);
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/everywhere/1", "state:read");
        var token = await agent.TokenAsync(fixture.Tcp);

        await agent.DisableAsync(fixture);

        await TestAgent.UntilAsync(second.Tcp, token, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Get_WithATokenOfAServerThatWasForgotten_IsDenied()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/follower/1", "state:read");
        using var caller = fixture.NewCaller();
        var identities = new HttpIdentityApi(caller, "its disk was stolen");
        await using var second = await SecondServer.StartAsync(fixture.Store);
        var there = await agent.TokenAsync(second.Tcp);
        (await GetAsync(fixture.Tcp, there)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var known = (await identities.ListServersAsync()).Servers;
        var other = known[^1];

        await identities.ForgetServerAsync(other.Server);

        (await GetAsync(fixture.Tcp, there)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await identities.ListServersAsync()).Servers.ShouldBe(known.SkipLast(1));
        known.Count(server => server.IsThis).ShouldBe(1);
        (await Should.ThrowAsync<FabricException>(() => identities.ForgetServerAsync(other.Server)))
            .Error.ShouldBe(ErrorTable.NotFound);
    }

    [Theory]
    [InlineData("no-such-server")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("../identities")]
    public async Task ForgetServer_ThatIsNone_IsNotFound(string server)
    {
        using var caller = fixture.NewCaller();

        (await Should.ThrowAsync<FabricException>(() => new HttpIdentityApi(caller).ForgetServerAsync(server)))
            .Error.ShouldBe(ErrorTable.NotFound);
    }

    [Fact]
    public async Task ForgetServer_ThatAnswers_IsRefused()
    {
        using var caller = fixture.NewCaller();
        var identities = new HttpIdentityApi(caller);
        var own = (await identities.ListServersAsync()).Servers.Single(server => server.IsThis);

        (await Should.ThrowAsync<FabricException>(() => identities.ForgetServerAsync(own.Server)))
            .Error.ShouldBe(ErrorTable.Conflict);
    }

    [Fact]
    public async Task Get_AtAnotherFabric_IsDenied()
    {
        await using var other = new ServerFixture();
        await other.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/lost/1", "state:read");
        await agent.PutAsync(other, ["state:read"]);

        await ShouldBeDeniedAsync(await GetAsync(other.Tcp, await agent.TokenAsync(fixture.Tcp)), "other fabric");
    }

    [Fact]
    public async Task Get_AtAnotherFabricWhoseServerHasTheSameKey_IsDenied()
    {
        await using var one = new ServerFixture();
        await one.InitializeAsync();
        await using var other = new ServerFixture();
        Api.Local.FabricHome.CreatePrivateFolder(other.Home.KeysFolder);
        File.Copy(one.Home.ServerKey, other.Home.ServerKey);
        await other.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(one, "if://agent/same/1", "state:read");
        (await agent.PutAsync(other, ["state:read"])).EnsureSuccessStatusCode();
        var (here, there) = (await agent.TokenAsync(one.Tcp), await agent.TokenAsync(other.Tcp));

        await ShouldBeDeniedAsync(await GetAsync(other.Tcp, here), "the same key");
        (await GetAsync(other.Tcp, there)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_AfterTheServerTookAnotherKey_AnswersTokensOfBoth()
    {
        await using var first = new ServerFixture();
        await first.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(first, "if://agent/a/1", "state:read");
        var old = await agent.TokenAsync(first.Tcp);
        await using var second = await SecondServer.StartAsync(first.Store);

        var fresh = await agent.TokenAsync(second.Tcp);

        (await GetAsync(second.Tcp, old)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(second.Tcp, fresh)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_WithATokenOfAServerThatWasStruckOff_IsDenied()
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        await using var stolen = await SecondServer.StartAsync(own.Store);
        using var agent = await TestAgent.RegisterAsync(own, "if://agent/a/1", "state:read");
        var token = await agent.TokenAsync(stolen.Tcp);
        (await GetAsync(own.Tcp, token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var key = Core.Crypto.KeyFile.Load(stolen.Home.ServerKey);
        var record = ServerKeyRecord.KeyOf(KeyMark.Of(key.VerifyKey));
        await own.Store.CommitAsync(new Commit([], [Write.Delete(record)], [ServerFixture.Note()]));

        await TestAgent.UntilAsync(own.Tcp, token, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Watch_OfAnIdentityThatIsDisabled_IsCutOff()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/watcher/1", "state:read");
        using var response = await TestAgent.GetAsync(
            fixture.Tcp, await agent.TokenAsync(fixture.Tcp), ApiRoutes.StateWatch + "?prefix=nothing/");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe(": connected");

        await agent.DisableAsync(fixture);

        await Should.ThrowAsync<IOException>(() => reader.ReadToEndAsync().WaitAsync(Patience));
    }

    private async Task EndAsync(TestAgent agent, string what)
    {
        if (what == "disabled")
        {
            await agent.DisableAsync(fixture);
            return;
        }

        if (what == "given another key")
        {
            using var other = new TestAgent(agent.Name.ToString());
            (await other.PutAsync(fixture, ["state:read"], "?replace=true")).EnsureSuccessStatusCode();
            return;
        }

        await agent.DeleteAsync(fixture);
        if (what == "registered anew")
            (await agent.PutAsync(fixture, ["state:read"])).EnsureSuccessStatusCode();
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient http, string token) =>
        TestAgent.GetAsync(http, token, ApiRoutes.StateStats);

    private static async Task ShouldBeDeniedAsync(HttpResponseMessage response, string what)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, what);
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_UNAUTHENTICATED");
    }
}
