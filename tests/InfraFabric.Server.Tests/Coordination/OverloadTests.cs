using InfraFabric.Core.Config;

namespace InfraFabric.Server.Tests.Coordination;

/// <summary>Past its limits the server says so, and when to come back.</summary>
public sealed class OverloadTests
{
    [Fact]
    public async Task Add_PastTheLimitOfOpenTasks_IsTurnedAwayUntilSomeHaveEnded()
    {
        await using var server = new ServerFixture();
        var few = new CoordinatorConfig(
            2, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(120), 3, TimeSpan.Zero);
        await server.StartAsync(await server.OpenStoreAsync(), with: options => options with { Coordinator = few });
        var first = await server.Owner.AddTaskAsync();
        await server.Owner.AddTaskAsync();

        var (status, problem) = await server.Owner.CallAsync("POST", "/v1/tasks", """{"type":"work"}""");
        await server.Owner.CallAsync("POST", $"/v1/tasks/{first}/cancel");

        (status, problem.Code()).ShouldBe((429, "IF_ERR_OVERLOADED"));
        problem.GetProperty("retry").GetProperty("next_delay_ms").GetInt64().ShouldBeGreaterThan(0);
        problem.GetProperty("retryable").GetBoolean().ShouldBeTrue();
        await server.Owner.AddTaskAsync();
    }
}
