using System.Net;
using System.Net.Http.Json;
using System.Text;
using InfraFabric.Api;
using InfraFabric.Server.Tests.Identity;
using InfraFabric.Server.Tokens;

namespace InfraFabric.Server.Tests.Tokens;

/// <summary>How an agent turns its key into a token.</summary>
public sealed class TokenExchangeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Token_ForARightAnswer_OpensWhatItsScopesAllow()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/right/1", "state:read");

        var response = await agent.AskTokenAsync(fixture.Tcp);
        var body = (await response.Content.ReadFromJsonAsync(ApiJson.Default.TokenBody))!;

        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        body.Scopes.ShouldBe(["state:read"]);
        body.ExpiresIn.ShouldBe(900);
        body.Token.ShouldStartWith("ift1.");
        body.ToString().ShouldNotContain(body.Token);
        (await TestAgent.GetAsync(fixture.Tcp, body.Token, ApiRoutes.StateStats))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_ForTheSignatureOfAnotherKey_IsRefused()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/other-key/1", "state:read");
        using var thief = new TestAgent("if://agent/other-key/1");

        await ShouldBeRefusedAsync(await thief.AskTokenAsync(fixture.Tcp));
    }

    [Fact]
    public async Task Token_ForATextThatNamesAnotherFabric_IsRefused()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/other-fabric/1", "state:read");
        var challenge = await agent.ChallengeAsync(fixture.Tcp);

        var signature = agent.Sign(challenge with { Audience = "fabric-of-somebody-else" });

        await ShouldBeRefusedAsync(await TestAgent.AnswerAsync(fixture.Tcp, challenge.Challenge, signature));
    }

    [Fact]
    public async Task Token_ForAChallengeOfAnotherFabric_IsRefused()
    {
        await using var other = new ServerFixture();
        await other.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/stranger/1", "state:read");
        var challenge = await agent.ChallengeAsync(other.Tcp);

        await ShouldBeRefusedAsync(
            await TestAgent.AnswerAsync(fixture.Tcp, challenge.Challenge, agent.Sign(challenge)));
    }

    [Fact]
    public async Task Token_ForAnAnswerSentTwice_IsGivenOnce()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/twice/1", "state:read");
        var challenge = await agent.ChallengeAsync(fixture.Tcp);
        var first = await TestAgent.AnswerAsync(fixture.Tcp, challenge.Challenge, agent.Sign(challenge));

        var second = await TestAgent.AnswerAsync(fixture.Tcp, challenge.Challenge, agent.Sign(challenge));

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldBeRefusedAsync(second);
    }

    [Fact]
    public async Task Token_ForAWrongAnswer_LeavesTheChallengeToItsOwner()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/spoiled/1", "state:read");
        var challenge = await agent.ChallengeAsync(fixture.Tcp);
        await ShouldBeRefusedAsync(await TestAgent.AnswerAsync(fixture.Tcp, challenge.Challenge, new byte[64]));

        var response = await TestAgent.AnswerAsync(fixture.Tcp, challenge.Challenge, agent.Sign(challenge));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_ForAnAnswerAfterTheTime_IsRefused()
    {
        var time = new ManualTime();
        await using var own = new ServerFixture();
        await own.StartAsync(await own.OpenStoreAsync(), time);
        using var agent = await TestAgent.RegisterAsync(own, "if://agent/late/1", "state:read");
        var early = await agent.ChallengeAsync(own.Tcp);
        var late = await agent.ChallengeAsync(own.Tcp);

        time.Advance(TokenLimits.ChallengeLifetime - TimeSpan.FromSeconds(1));
        var inTime = await TestAgent.AnswerAsync(own.Tcp, early.Challenge, agent.Sign(early));
        time.Advance(TimeSpan.FromSeconds(1));

        inTime.StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldBeRefusedAsync(await TestAgent.AnswerAsync(own.Tcp, late.Challenge, agent.Sign(late)));
    }

    [Fact]
    public async Task Token_ForAnyTamperedChallenge_IsRefused()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/tamperer/1", "state:read");
        var challenge = await agent.ChallengeAsync(fixture.Tcp);
        var signature = agent.Sign(challenge);

        foreach (var tampered in Tampered.Of(challenge.Challenge))
            await ShouldBeRefusedAsync(await TestAgent.AnswerAsync(fixture.Tcp, tampered, signature));
    }

    [Fact]
    public async Task Token_ForAnIdentityThatIsNotThere_IsRefusedAsForAWrongKey()
    {
        using var registered = await TestAgent.RegisterAsync(fixture, "if://agent/known/1", "state:read");
        using var thief = new TestAgent("if://agent/known/1");
        using var nobody = new TestAgent("if://agent/knewn/1");

        var wrongKey = await thief.AskTokenAsync(fixture.Tcp);
        var unknown = await nobody.AskTokenAsync(fixture.Tcp);
        var challenges = (await registered.ChallengeAsync(fixture.Tcp), await nobody.ChallengeAsync(fixture.Tcp));

        (await unknown.Content.ReadAsStringAsync()).ShouldBe(await wrongKey.Content.ReadAsStringAsync());
        unknown.StatusCode.ShouldBe(wrongKey.StatusCode);
        challenges.Item2.Challenge.Length.ShouldBe(challenges.Item1.Challenge.Length);
        challenges.Item2.Audience.ShouldBe(challenges.Item1.Audience);
    }

    [Fact]
    public async Task Token_ForADisabledIdentity_IsForbiddenToItsOwnerAlone()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/shut-out/1", "state:read");
        await agent.DisableAsync(fixture);
        using var thief = new TestAgent("if://agent/shut-out/1");

        var response = await agent.AskTokenAsync(fixture.Tcp);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ServerFixture.ProblemOf(response)).What.ShouldContain("disabled");
        await ShouldBeRefusedAsync(await thief.AskTokenAsync(fixture.Tcp));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "tasks:read")]
    [InlineData(HttpStatusCode.OK, "tasks:read", "swarm")]
    [InlineData(HttpStatusCode.Forbidden, "tasks:read", "tasks:write")]
    [InlineData(HttpStatusCode.Forbidden, "operate")]
    [InlineData(HttpStatusCode.BadRequest, "everything")]
    public async Task Token_ForSomeScopes_HasNoMoreThanTheIdentity(HttpStatusCode status, params string[] scopes)
    {
        using var agent = new TestAgent("if://agent/narrow/1");
        await agent.PutAsync(fixture, ["tasks:read", "swarm"], "?replace=true");

        var response = await agent.AskTokenAsync(fixture.Tcp, scopes);

        response.StatusCode.ShouldBe(status);
        if (status == HttpStatusCode.OK)
            (await response.Content.ReadFromJsonAsync(ApiJson.Default.TokenBody))!.Scopes.ShouldBe(scopes);
    }

    [Theory]
    [InlineData("", "IF_ERR_JSON_INVALID")]
    [InlineData("null", "IF_ERR_JSON_INVALID")]
    [InlineData("[]", "IF_ERR_JSON_INVALID")]
    [InlineData("{}", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"identity":null}""", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"identity":1}""", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"identity":"if://agent/a/1","more":1}""", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"identity":"if://agent/a/1","identity":"if://agent/b/1"}""", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"identity":"if://agent/a/01"}""", "IF_ERR_ID_INVALID")]
    public async Task Challenge_ForABodyThatIsWrong_IsRefused(string body, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var response = await fixture.Tcp.PostAsync(ApiRoutes.AuthChallenge, content);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await ServerFixture.ProblemOf(response);
        problem.Code.ShouldBe(code);
        problem.ToString().ShouldNotContain("InfraFabric.");
    }

    [Fact]
    public async Task Challenge_ForABodyThatIsNotSaidToBeJson_IsRefused()
    {
        using var content = new StringContent("""{"identity":"if://agent/a/1"}""", Encoding.UTF8, "text/plain");

        var response = await fixture.Tcp.PostAsync(ApiRoutes.AuthChallenge, content);

        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_USAGE");
    }

    private static async Task ShouldBeRefusedAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_UNAUTHENTICATED");
    }
}
