using System.Net;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Tests.Coordination;
using InfraFabric.Server.Tests.Identity;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests.Witness;

/// <summary>Calls that are denied leave an entry, and not one too many.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Call_BeyondItsScopes_LeavesACheckOfMediumSeverity()
    {
        await using var server = new ServerFixture();
        await server.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/curious/1", "tasks:read");

        using var response = await AddAsync(server, agent);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var entry = (await server.LedgerAsync()).Single(entry => entry.Outcome == "denied");
        entry.Stage.ShouldBe(NoteStage.Check);
        entry.Severity.ShouldBe(NoteSeverity.Medium);
        entry.Actor.ShouldBe("if://agent/curious/1");
        entry.Operation.ShouldBe("task.add");
        entry.Parameters!["error"].ShouldBe(ErrorTable.Forbidden.Code);
        response.Headers.GetValues("IF-Trace").ShouldBe([entry.Trace.ToString()]);
    }

    [Fact]
    public async Task Call_WithoutTheReasonThatIsAskedFor_LeavesACheckOfLowSeverity()
    {
        await using var server = new ServerFixture();
        await server.StartAsync(await server.OpenStoreAsync(), with: options => options with { RequireWhy = true });
        using var caller = server.NewCaller();

        await Should.ThrowAsync<FabricException>(() => caller.CallAsync(
            TaskCalls.Cancel.Request(new ReasonBody("x"), "0198c5a2-1f00-7abc-8def-0123456789ab"), default));

        var entry = (await server.LedgerAsync()).Single(entry => entry.Outcome == "denied");
        entry.Severity.ShouldBe(NoteSeverity.Low);
        entry.Parameters!["task"].ShouldBe("0198c5a2-1f00-7abc-8def-0123456789ab");
    }

    [Fact]
    public async Task Calls_DeniedManyTimes_LeaveNoMoreThanTheLimit()
    {
        await using var server = new ServerFixture();
        await server.StartAsync(await server.OpenStoreAsync(), new StandingTime());
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/stubborn/1", "tasks:read");

        for (var i = 0; i < ServerLimits.RefusalsNotedAtOnce * 3; i++)
            (await AddAsync(server, agent)).Dispose();

        (await server.LedgerAsync()).Count(entry => entry.Outcome == "denied")
            .ShouldBe(ServerLimits.RefusalsNotedAtOnce);
    }

    [Fact]
    public async Task Call_ThatOnlyReads_LeavesNothingWhenItIsDenied()
    {
        await using var server = new ServerFixture();
        await server.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/blind/1", "swarm");
        using var request = new HttpRequestMessage(HttpMethod.Get, WitnessCalls.Stats.Path);
        request.Headers.Authorization = new("Bearer", await agent.TokenAsync(server.Tcp));

        using var response = await server.Tcp.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.LedgerAsync()).ShouldNotContain(entry => entry.Outcome == "denied");
    }

    [Fact]
    public async Task Call_UnderAStaleFence_LeavesACheckThatNamesTheFence()
    {
        await using var server = new ServerFixture();
        await server.InitializeAsync();
        var (task, fence) = await ClaimAsync(server, "{\"type\":\"work\"}");

        var (status, _) = await server.Owner.CallAsync(
            "POST", $"/v1/tasks/{task}/complete", $"{{\"fence\":{fence - 1}}}");

        status.ShouldBe(409);
        var entry = (await server.LedgerAsync()).Single(entry => entry.Outcome == "denied");
        entry.Stage.ShouldBe(NoteStage.Check);
        entry.Severity.ShouldBe(NoteSeverity.Low);
        entry.Fence.ShouldBe(fence - 1);
        entry.Operation.ShouldBe("task.complete");
        entry.Parameters.ShouldBe(new Dictionary<string, string>
        {
            ["error"] = ErrorTable.FenceStale.Code,
            ["task"] = task,
        });
    }

    [Fact]
    public async Task Call_BeyondItsBudget_LeavesACheckThatNamesTheFence()
    {
        await using var server = new ServerFixture();
        await server.InitializeAsync();
        var (task, fence) = await ClaimAsync(server, "{\"type\":\"work\",\"budget_micro_usd\":100}");

        await server.Owner.CallAsync(
            "POST", $"/v1/tasks/{task}/spend", $"{{\"fence\":{fence},\"amount_micro_usd\":101}}");

        var entry = (await server.LedgerAsync()).Single(entry => entry.Outcome == "denied");
        entry.Severity.ShouldBe(NoteSeverity.Low);
        entry.Fence.ShouldBe(fence);
        entry.Parameters!["error"].ShouldBe(ErrorTable.BudgetExceeded.Code);
    }

    private static async Task<(string Task, long Fence)> ClaimAsync(ServerFixture server, string task)
    {
        var session = await server.Owner.RegisterAsync("denied");
        var id = await server.Owner.AddTaskAsync(task);
        var (status, body) = await server.Owner.CallAsync(
            "POST", "/v1/swarms/denied/claims", $"{{\"session\":{session},\"task\":\"{id}\"}}");
        status.ShouldBe(200);
        return (id, body.GetProperty("claims")[0].GetProperty("fence").GetInt64());
    }

    private static async Task<HttpResponseMessage> AddAsync(ServerFixture server, TestAgent agent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, TaskCalls.Add.Path);
        request.Headers.Authorization = new("Bearer", await agent.TokenAsync(server.Tcp));
        request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        return await server.Tcp.SendAsync(request);
    }

    /// <summary>A clock whose seconds pass, but for whoever counts them.</summary>
    private sealed class StandingTime : TimeProvider
    {
        public override long GetTimestamp() => 1;
    }
}
