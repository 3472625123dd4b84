using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Tests.Coordination;
using InfraFabric.Server.Tests.Mcp;

namespace InfraFabric.Server.Tests;

/// <summary>A server whose configuration asks for a reason of every change.</summary>
public sealed class RequiredReasonTests : IAsyncLifetime
{
    private const string WhyMissing = "IF_ERR_WHY_MISSING";

    private readonly ServerFixture _server = new();

    public async ValueTask InitializeAsync() => await _server.StartAsync(
        await _server.OpenStoreAsync(), with: options => options with { RequireWhy = true });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Change_WithoutAReason_IsRefusedAtEveryCallThatTakesOne()
    {
        var calls = Calls().Where(call => call.TakesWhy).ToList();

        calls.Count.ShouldBeGreaterThan(20);
        foreach (var call in calls)
        {
            (await CodeOfAsync(call, null)).ShouldBe(WhyMissing, call.Name);
            (await CodeOfAsync(call, "  ")).ShouldBe(WhyMissing, call.Name);
            (await CodeOfAsync(call, "it must be")).ShouldNotBe(WhyMissing, call.Name);
        }
    }

    [Fact]
    public async Task Call_ThatChangesNothing_NeedsNoReason()
    {
        var streams = new[] { StateCalls.Watch, TaskCalls.Watch };

        foreach (var call in Calls().Where(call => !call.TakesWhy).Except(streams))
            (await CodeOfAsync(call, null)).ShouldNotBe(WhyMissing, call.Name);
    }

    [Fact]
    public async Task Change_ByAStranger_IsDeniedBeforeItsReasonIsAskedFor()
    {
        var (status, problem) = await _server.Tcp.CallAsync("POST", "/v1/tasks", """{"type":"work"}""");

        (status, problem.Code()).ShouldBe((401, "IF_ERR_UNAUTHENTICATED"));
    }

    [Fact]
    public async Task Tool_WithoutAReason_IsRefused_AndWithOneIsNot()
    {
        var mcp = new RawMcp(_server.Owner, null);
        await mcp.BeginAsync();

        (await mcp.RefusedAsync("task_add", new { type = "work" })).ShouldBe(WhyMissing);
        (await mcp.CallAsync("task_add", new { type = "work", why = "it must be" })).GetProperty("result")
            .TryGetProperty("structuredContent", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Agent_ThatGivesAReason_WorksAsEver()
    {
        var options = new AgentOptions { Server = $"unix://{_server.Home.Socket}", Swarm = "reasoned" };
        var refused = await Should.ThrowAsync<FabricException>(() => FabricAgent.StartAsync(options));
        refused.Error.ShouldBe(ErrorTable.WhyMissing);
        await using var agent = await FabricAgent.StartAsync(options with { Why = "it is its work" });

        agent.Session.ShouldBeGreaterThan(0);
    }

    private IEnumerable<ApiCall> Calls() =>
        _server.Server.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ApiCall>()!);

    private async Task<string?> CodeOfAsync(ApiCall call, string? why)
    {
        var values = call.InPath.Select(parameter => parameter.Name == "number" ? "1" : "x").ToArray();
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.For(values));
        if (why is not null)
            request.Headers.Add(ApiRoutes.WhyHeader, why);
        using var response = await _server.Owner.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.IsSuccessStatusCode ? null : (await ServerFixture.ProblemOf(response)).Code;
    }
}
