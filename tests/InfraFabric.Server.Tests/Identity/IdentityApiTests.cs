using System.Net;
using System.Net.Http.Json;
using System.Text;
using InfraFabric.Api;
using InfraFabric.Api.Identity;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Tests.Identity;

/// <summary>What operators do with identities.</summary>
public sealed class IdentityApiTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string TraceText = "0198c5a2-1f00-7abc-8def-0123456789ab";

    [Fact]
    public async Task Put_OfANewIdentity_RegistersIt()
    {
        using var agent = new TestAgent("if://agent/fresh/1");

        var response = await agent.PutAsync(fixture, ["tasks:read", "swarm"]);

        var body = (await response.Content.ReadFromJsonAsync(ApiJson.Default.IdentityBody))!;
        response.Headers.ETag!.Tag.ShouldBe($"\"{body.Revision}\"");
        body.Identity.ShouldBe("if://agent/fresh/1");
        body.Key.ShouldBe(agent.Key.VerifyKey.ToString());
        body.Scopes.ShouldBe(["tasks:read", "swarm"]);
        body.CreatedBy.ShouldBe("if://agent/operator/0");
        body.Disabled.ShouldBeFalse();
    }

    [Fact]
    public async Task Put_OfTheSameAgain_ChangesNothing()
    {
        using var agent = new TestAgent("if://agent/same/1");
        var first = await BodyOf(await agent.PutAsync(fixture, ["swarm"]));

        var second = await BodyOf(await agent.PutAsync(fixture, ["swarm"]));

        second.Revision.ShouldBe(first.Revision);
        second.CreatedAt.ShouldBe(first.CreatedAt);
    }

    [Theory]
    [InlineData("", false, HttpStatusCode.Conflict)]
    [InlineData("?replace=true", false, HttpStatusCode.OK)]
    [InlineData("", true, HttpStatusCode.OK)]
    public async Task Put_OfAnotherKey_NeedsToBeMeant(string query, bool ifMatch, HttpStatusCode status)
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/meant/1", "swarm");
        using var other = new TestAgent("if://agent/meant/1");
        using var caller = fixture.NewCaller();
        var etag = (await caller.CallAsync(
            ServerRequest.Get(ApiRoutes.Identity(agent.Name)), ApiJson.Default.IdentityBody, default)).ETag;

        var request = ServerRequest.Put(ApiRoutes.Identity(agent.Name) + query,
            new RegisterIdentityBody(other.Key.VerifyKey.ToString(), ["swarm"]), ApiJson.Default.RegisterIdentityBody);
        var error = await Xunit.Record.ExceptionAsync(
            () => caller.CallAsync(request with { IfMatch = ifMatch ? etag : null }, default));

        if (status == HttpStatusCode.OK)
            error.ShouldBeNull();
        else
            error.ShouldBeOfType<FabricException>().Error.ShouldBe(ErrorTable.Conflict);
        await agent.DeleteAsync(fixture);
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"999999\"")]
    public async Task Put_IfMatchOfAnotherVersion_IsRefused(string etag)
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/moved/1", "swarm");
        using var caller = fixture.NewCaller();
        var request = ServerRequest.Put(ApiRoutes.Identity(agent.Name),
            new RegisterIdentityBody(agent.Key.VerifyKey.ToString(), ["operate"]),
            ApiJson.Default.RegisterIdentityBody);

        var error = await Should.ThrowAsync<FabricException>(
            () => caller.CallAsync(request with { IfMatch = etag }, default));

        error.Error.ShouldBe(ErrorTable.PreconditionFailed);
        await agent.DeleteAsync(fixture);
    }

    [Theory]
    [InlineData("W/\"1\"")]
    [InlineData("*")]
    [InlineData("1")]
    public async Task Put_WithAnIfMatchThatIsNoVersion_IsRefused(string etag)
    {
        using var agent = new TestAgent("if://agent/odd/1");
        using var caller = fixture.NewCaller();
        var request = ServerRequest.Delete(ApiRoutes.Identity(agent.Name)) with { IfMatch = etag };

        (await Should.ThrowAsync<FabricException>(() => caller.CallAsync(request, default)))
            .Error.ShouldBe(ErrorTable.Usage);
    }

    [Theory]
    [InlineData("""{"key":"ed25519:00","scopes":["swarm"]}""", "IF_ERR_KEY_INVALID")]
    [InlineData("""{"key":"$KEY","scopes":[]}""", "IF_ERR_USAGE")]
    [InlineData("""{"key":"$KEY","scopes":["root"]}""", "IF_ERR_USAGE")]
    [InlineData("""{"key":"$KEY"}""", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"key":"$KEY","scopes":["swarm"],"disabled":true}""", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"key":"$KEY","scopes":[null]}""", "IF_ERR_USAGE")]
    public async Task Put_OfABodyThatIsWrong_IsRefused(string body, string code)
    {
        using var agent = new TestAgent("if://agent/wrong/1");
        using var content = new StringContent(
            body.Replace("$KEY", agent.Key.VerifyKey.ToString(), StringComparison.Ordinal), Encoding.UTF8,
            "application/json");

        var response = await fixture.Owner.PutAsync(ApiRoutes.Identity(agent.Name), content);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ServerFixture.ProblemOf(response)).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("/v1/identities/a/01")]
    [InlineData("/v1/identities/a/x")]
    [InlineData("/v1/identities/-/1")]
    [InlineData("/v1/identities/%2e%2e/1")]
    public async Task Get_OfWhatIsNoName_IsRefused(string path)
    {
        var response = await fixture.Owner.GetAsync(path);

        ((int)response.StatusCode).ShouldBeInRange(400, 404);
    }

    [Fact]
    public async Task List_OverPages_HasEveryIdentityOnce()
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        for (var i = 1; i <= 4; i++)
            (await TestAgent.RegisterAsync(own, $"if://agent/listed/{i}", "swarm")).Dispose();

        var names = new List<string>();
        string? after = null;
        do
        {
            var page = (await own.Owner.GetFromJsonAsync(
                $"{ApiRoutes.Identities}?limit=2{(after is null ? "" : $"&after={after}")}",
                ApiJson.Default.IdentityPageBody))!;
            names.AddRange(page.Identities.Select(identity => identity.Identity));
            after = page.NextAfter;
        }
        while (after is not null);

        names.ShouldBe(["if://agent/listed/1", "if://agent/listed/2", "if://agent/listed/3", "if://agent/listed/4",
            "if://agent/operator/0"]);
    }

    [Fact]
    public async Task Change_OfAnyKind_LeavesANoteOfWhoAndWhy()
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        using var agent = new TestAgent("if://agent/noted/1");
        using var caller = own.NewCaller();
        var path = ApiRoutes.Identity(agent.Name);
        var key = agent.Key.VerifyKey.ToString();

        foreach (var request in (ServerRequest[])[
            ServerRequest.Put(path, new RegisterIdentityBody(key, ["swarm"]), ApiJson.Default.RegisterIdentityBody),
            ServerRequest.Put(path + "?replace=true", new RegisterIdentityBody(key, ["operate"]),
                ApiJson.Default.RegisterIdentityBody),
            new(HttpMethod.Post, path + "/disable"), new(HttpMethod.Post, path + "/enable"),
            ServerRequest.Delete(path)])
            await caller.CallAsync(request with { Why = "weil es nötig ist" }, default);

        var notes = (await own.LedgerAsync())
            .Where(note => note.Operation.StartsWith("identity.", StringComparison.Ordinal)).ToList();
        notes.Select(note => note.Operation).ShouldBe(["identity.register", "identity.replace", "identity.disable",
            "identity.enable", "identity.delete"]);
        notes.ShouldAllBe(note => note.Actor == "if://agent/operator/0" && note.Why == "weil es nötig ist"
            && note.Subject == "if://agent/noted/1" && note.Trace != default);
    }

    [Fact]
    public async Task Change_WithATraceToken_IsFoundUnderIt()
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(own, "if://agent/traced/1", "swarm");
        using var request = new HttpRequestMessage(HttpMethod.Delete, ApiRoutes.Identity(agent.Name));
        request.Headers.Add(ApiRoutes.TraceHeader, TraceText);

        await own.Owner.SendAsync(request);

        (await own.LedgerAsync()).ShouldContain(
            entry => entry.Operation == "identity.delete" && entry.Trace.ToString() == TraceText);
    }

    [Fact]
    public async Task Change_WithoutATraceToken_AnswersTheOneOfItsNote()
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(own, "if://agent/untraced/1", "swarm");

        var response = await own.Owner.DeleteAsync(ApiRoutes.Identity(agent.Name));

        var note = (await own.LedgerAsync()).Single(entry => entry.Operation == "identity.delete");
        response.Headers.GetValues(ApiRoutes.TraceHeader).ShouldBe([note.Trace.ToString()]);
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(5000)]
    public async Task Change_WithAReasonThatIsTooLong_IsRefused(int length)
    {
        using var caller = fixture.NewCaller();
        var request = ServerRequest.Delete(ApiRoutes.Identities + "/nobody/1") with { Why = new string('y', length) };

        (await Should.ThrowAsync<FabricException>(() => caller.CallAsync(request, default)))
            .Error.ShouldBe(ErrorTable.Usage);
    }

    [Fact]
    public async Task Disable_OfOneself_IsStillAnswered()
    {
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/boss/1", "operate");
        using var caller = new ServerCaller(ServerAddress.Parse(fixture.Server.Info.Url), TraceOf(),
            new ServerCallerOptions { Identity = agent.Identity });

        var answer = await caller.CallAsync(
            new ServerRequest(HttpMethod.Post, ApiRoutes.Identity(agent.Name) + "/disable"),
            ApiJson.Default.IdentityBody, default);

        answer.Body.Disabled.ShouldBeTrue();
        var list = ServerRequest.Get(ApiRoutes.Identities);
        (await Should.ThrowAsync<FabricException>(() => caller.CallAsync(list, default)))
            .What.ShouldContain("disabled");
    }

    private static Core.Ids.TraceToken TraceOf() => Core.Ids.TraceToken.Parse(TraceText);

    private static async Task<IdentityBody> BodyOf(HttpResponseMessage response) =>
        (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ApiJson.Default.IdentityBody))!;
}
