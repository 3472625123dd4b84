using System.Net.Http.Json;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Identity;
using InfraFabric.Api.Local;
using InfraFabric.Cli.Tests.Program;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;

namespace InfraFabric.Integration.Mcp;

/// <summary>Agents that speak the Model Context Protocol, with a client that is not ours.</summary>
public sealed class McpTests
{
    private static readonly string[] ForOrchestrators = ["task_requeue", "task_discard", "blocker_resolve"];

    [Fact]
    public async Task Stdio_TwoSessions_GiveAndDoATask()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);

        var seen = await ClientRun.SeeAsync(home, "writers", "stdio", Repository.Ifctl, "mcp");

        ShouldHaveWorked(seen, "writers");
        ForOrchestrators.ShouldBeSubsetOf(ToolsOf(seen));
    }

    [Fact]
    public async Task Http_TwoSessionsOfAnAgent_GiveAndDoATask()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);
        var token = await TokenAsync(home, server, "writer/1", "swarm,tasks:read,tasks:write");

        var seen = await ClientRun.SeeAsync(home, "writer", "http", $"{server.Url}{ApiRoutes.Mcp}", token);

        ShouldHaveWorked(seen, "writer");
        ToolsOf(seen).Intersect(ForOrchestrators).ShouldBeEmpty();
        seen.GetProperty("shown").GetProperty("spec").GetProperty("created_by").GetString()
            .ShouldBe("if://agent/writer/1");
    }

    private static void ShouldHaveWorked(JsonElement seen, string swarm)
    {
        seen.GetProperty("server").GetProperty("name").GetString().ShouldBe("infrafabric");
        ToolsOf(seen).ShouldContain(ClaimCalls.Claim.Name);
        seen.GetProperty("resources")[0].GetString().ShouldBe($"if://swarm/{swarm}");
        seen.GetProperty("assigned").GetProperty("swarm_name").GetString().ShouldBe(swarm);
        seen.GetProperty("claim").GetProperty("spec").GetProperty("payload").GetProperty("page").GetInt32().ShouldBe(7);
        CodeOf(seen, "stale").ShouldBe("IF_ERR_FENCE_STALE");
        CodeOf(seen, "unknownArgument").ShouldBe("IF_ERR_USAGE");
        seen.GetProperty("completed").GetProperty("state").GetString().ShouldBe("completed");
        seen.GetProperty("shown").GetProperty("result").GetProperty("words").GetInt32().ShouldBe(300);
        seen.GetProperty("resource").GetProperty("connected").GetBoolean().ShouldBeTrue();
        seen.GetProperty("untold").GetString()!.ShouldContain("IF_ERR_NOT_FOUND");
        seen.GetProperty("unknownTool").GetString()!.ShouldContain("no such tool");
        seen.GetProperty("giverWasTold").GetArrayLength().ShouldBe(0);
        seen.GetProperty("left").GetString().ShouldBe("done");
    }

    private static string[] ToolsOf(JsonElement seen) =>
        [.. seen.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!)];

    private static string CodeOf(JsonElement seen, string what) =>
        seen.GetProperty(what).GetProperty("error").GetProperty("code").GetString()!;

    private static async Task<string> TokenAsync(TestHome home, RunningServer server, string agent, string scopes)
    {
        (await home.RunAsync("identity", "create", agent, "--scopes", scopes, "--why", "a test")).ShouldExit(0);
        var name = AgentName.Parse($"if://agent/{agent}");
        using var key = KeyFile.Load(new FabricHome(home.Folder).KeyOf(name));
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        var asked = await http.PostAsJsonAsync(
            ApiRoutes.AuthChallenge, new ChallengeRequestBody(name.ToString()), ApiJson.Default.ChallengeRequestBody);
        var challenge = (await asked.Content.ReadFromJsonAsync(ApiJson.Default.ChallengeBody))!;
        var signature = key.Sign(AuthText.Of(challenge.Audience, name, challenge.Nonce, challenge.ExpiresAt));
        var answered = await http.PostAsJsonAsync(
            ApiRoutes.AuthToken, new TokenRequestBody(challenge.Challenge, signature),
            ApiJson.Default.TokenRequestBody);
        return (await answered.Content.ReadFromJsonAsync(ApiJson.Default.TokenBody))!.Token;
    }
}
