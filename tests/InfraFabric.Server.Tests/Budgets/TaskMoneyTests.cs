using System.Text.Json;
using InfraFabric.Server.Tests.Coordination;

namespace InfraFabric.Server.Tests.Budgets;

/// <summary>What the work on a task costs goes through the budgets of its swarm, and its own.</summary>
public sealed class TaskMoneyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private HttpClient Http => server.Owner;

    [Fact]
    public async Task Spend_GoesThroughTheSwarmAndTheTask_AndIsShownWithIt()
    {
        var (task, fence, _) = await ClaimAsync("spender", budget: 3_000_000);
        await SetAsync("swarm/spender", 5_000_000);

        var (status, _) = await SpendAsync(task, fence, 2_000_000);
        var (refused, problem) = await SpendAsync(task, fence, 2_000_000);
        var (_, shown) = await Http.CallAsync("GET", $"/v1/tasks/{task}");

        status.ShouldBe(200);
        (refused, problem.Code()).ShouldBe((409, "IF_ERR_BUDGET_EXCEEDED"));
        problem.GetProperty("why").GetString()!.ShouldContain($"task/{task} has $1.00 left");
        shown.GetProperty("spent_micro_usd").GetInt64().ShouldBe(2_000_000);
        (await LeftAsync("swarm/spender")).ShouldBe(3_000_000);
    }

    [Fact]
    public async Task Spend_OnATaskWithoutABudget_IsCounted()
    {
        var (task, fence, _) = await ClaimAsync("generous", budget: null);

        await SpendAsync(task, fence, 2_000_000);
        var (_, shown) = await Http.CallAsync("GET", $"/v1/tasks/{task}");

        shown.GetProperty("spent_micro_usd").GetInt64().ShouldBe(2_000_000);
    }

    [Fact]
    public async Task Spend_TheSameCallAgain_CountsOnce_AlsoAfterTheEnd()
    {
        var (task, fence, _) = await ClaimAsync("twice", budget: 3_000_000);

        await SpendAsync(task, fence, 2_000_000, "one-key");
        var (again, _) = await SpendAsync(task, fence, 2_000_000, "one-key");
        await Http.CallAsync("POST", $"/v1/tasks/{task}/complete", $$"""{"fence":{{fence}}}""");
        var (afterTheEnd, _) = await SpendAsync(task, fence, 2_000_000, "one-key");
        var (fresh, problem) = await SpendAsync(task, fence, 1, "other-key");

        (again, afterTheEnd).ShouldBe((200, 200));
        (fresh, problem.Code()).ShouldBe((409, "IF_ERR_FENCE_STALE"));
        (await LeftAsync($"task/{task}")).ShouldBe(1_000_000);
    }

    [Fact]
    public async Task Reserve_BeyondTheBudget_PausesTheTask_UntilTheBudgetIsRaised()
    {
        var (task, fence, session) = await ClaimAsync("waiting", budget: null);
        await SetAsync("swarm/waiting", 1_000_000);
        var ask = $$"""
            {"session":{{session}},"amount_micro_usd":2000000,"task":"{{task}}","fence":{{fence}},
             "checkpoint":{"page":7} }
            """;

        var (status, problem) = await Http.CallAsync("POST", "/v1/swarms/waiting/reservations", ask);
        var (_, paused) = await Http.CallAsync("GET", $"/v1/tasks/{task}");
        var (_, blockers) = await Http.CallAsync("GET", "/v1/blockers");
        await SetAsync("swarm/waiting", 3_000_000);
        var resumed = await UntilAsync(task, "running");
        var (again, _) = await Http.CallAsync("POST", "/v1/swarms/waiting/reservations", ask);

        (status, problem.Code()).ShouldBe((409, "IF_ERR_TASK_PAUSED"));
        paused.GetProperty("state").GetString().ShouldBe("blocked");
        paused.GetProperty("checkpoint").GetProperty("page").GetInt32().ShouldBe(7);
        blockers.GetProperty("blockers").EnumerateArray()
            .ShouldContain(blocker => blocker.GetProperty("task").GetString() == task
                && blocker.GetProperty("kind").GetString() == "budget"
                && blocker.GetProperty("budget").GetString() == "swarm/waiting");
        resumed.GetProperty("fence").GetInt64().ShouldBe(fence);
        resumed.GetProperty("answer").GetString()!.ShouldContain("has enough again");
        again.ShouldBe(200);
    }

    [Fact]
    public async Task Reserve_BeyondTheBudget_WithoutPausing_LeavesTheTaskRunning()
    {
        var (task, fence, session) = await ClaimAsync("unpaused", budget: 1);

        var (status, problem) = await Http.CallAsync("POST", "/v1/swarms/unpaused/reservations", $$"""
            {"session":{{session}},"amount_micro_usd":2,"task":"{{task}}","fence":{{fence}},"pause":false}
            """);
        var (_, shown) = await Http.CallAsync("GET", $"/v1/tasks/{task}");

        (status, problem.Code()).ShouldBe((409, "IF_ERR_BUDGET_EXCEEDED"));
        shown.GetProperty("state").GetString().ShouldBe("claimed");
    }

    [Fact]
    public async Task Reserve_WithoutASum_IsSizedByWhatItsKindHasCost()
    {
        var (task, fence, session) = await ClaimAsync("sized", budget: 1_000_000);
        var ask = $$"""{"session":{{session}},"task":"{{task}}","fence":{{fence}},"kind":"sized-work"}""";
        var (unknown, problem) = await Http.CallAsync("POST", "/v1/swarms/sized/reservations", ask);
        for (var i = 1; i <= 20; i++)
        {
            await Http.CallAsync("POST", $"/v1/tasks/{task}/spend", $$"""
                {"fence":{{fence}},"amount_micro_usd":{{i * 100}},"kind":"sized-work"}
                """);
        }

        var (status, reserved) = await Http.CallAsync("POST", "/v1/swarms/sized/reservations", ask);

        (unknown, problem.Code()).ShouldBe((400, "IF_ERR_USAGE"));
        status.ShouldBe(200);
        reserved.GetProperty("amount_micro_usd").GetInt64().ShouldBeInRange(1900, 2000);
        reserved.GetProperty("overshoot_micro_usd").GetInt64().ShouldBeInRange(0, 100);
    }

    private async Task<(string Task, long Fence, long Session)> ClaimAsync(string swarm, long? budget)
    {
        var session = await Http.RegisterAsync(swarm, $$"""{"capabilities":["money:{{swarm}}"]}""");
        var said = budget is { } most ? $",\"budget_micro_usd\":{most}" : "";
        var task = await Http.AddTaskAsync($$"""{"type":"work","requires":["money:{{swarm}}"]{{said}}}""");
        var (_, claimed) = await Http.CallAsync("POST", $"/v1/swarms/{swarm}/claims", $$"""{"session":{{session}}}""");
        return (task, claimed.GetProperty("claims")[0].GetProperty("fence").GetInt64(), session);
    }

    private Task<(int Status, JsonElement Body)> SpendAsync(
        string task, long fence, long amount, string? key = null) => Http.CallAsync(
        "POST", $"/v1/tasks/{task}/spend", $$"""{"fence":{{fence}},"amount_micro_usd":{{amount}}}""", key);

    private async Task SetAsync(string budget, long limit) => (await Http.CallAsync(
        "PUT", "/v1/budgets", $$"""{"budget":"{{budget}}","limit_micro_usd":{{limit}}}""")).Status.ShouldBe(200);

    private async Task<long> LeftAsync(string budget)
    {
        var (_, body) = await Http.CallAsync("GET", "/v1/budgets");
        return body.GetProperty("budgets").EnumerateArray()
            .Single(one => one.GetProperty("budget").GetString() == budget).GetProperty("left_micro_usd").GetInt64();
    }

    /// <summary>Waits for a state of a task, ten seconds at most.</summary>
    private async Task<JsonElement> UntilAsync(string task, string state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            var (_, shown) = await Http.CallAsync("GET", $"/v1/tasks/{task}");
            if (shown.GetProperty("state").GetString() == state)
                return shown;
            await Task.Delay(20, patience.Token);
        }
    }
}
