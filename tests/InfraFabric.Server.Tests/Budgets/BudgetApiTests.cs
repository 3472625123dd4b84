using System.Text.Json;
using InfraFabric.Server.Tests.Coordination;

namespace InfraFabric.Server.Tests.Budgets;

/// <summary>Money over HTTP.</summary>
public sealed class BudgetApiTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private HttpClient Http => server.Owner;

    [Fact]
    public async Task Spending_FromReserveToSettle_IsSeenAtEveryStep()
    {
        var session = await Http.RegisterAsync("thrifty");
        await SetAsync("swarm/thrifty", 5_000_000);

        var id = await ReserveAsync("thrifty", session, 2_000_000);
        var held = await BudgetAsync("swarm/thrifty");
        var (settled, answer) = await Http.CallAsync(
            "POST", $"/v1/reservations/{id}/settle", """{"spent_micro_usd":1500000}""");
        var after = await BudgetAsync("swarm/thrifty");

        Sums(held).ShouldBe((0, 2_000_000, 3_000_000));
        settled.ShouldBe(200);
        answer.GetProperty("overdrawn_micro_usd").GetInt64().ShouldBe(0);
        Sums(after).ShouldBe((1_500_000, 0, 3_500_000));
    }

    [Fact]
    public async Task Reserve_MoreThanIsLeft_SaysWhichBudgetAndWhatIsLeft()
    {
        var session = await Http.RegisterAsync("poor");
        await SetAsync("swarm/poor", 1_000_000);

        var (status, problem) = await Http.CallAsync(
            "POST", "/v1/swarms/poor/reservations", $$"""{"session":{{session}},"amount_micro_usd":1000001}""");

        (status, problem.Code()).ShouldBe((409, "IF_ERR_BUDGET_EXCEEDED"));
        problem.GetProperty("why").GetString()!.ShouldContain("swarm/poor has $1.00 left");
    }

    [Fact]
    public async Task Reserve_WithoutAnyBudget_IsRefused()
    {
        var session = await Http.RegisterAsync("unset");

        var (status, problem) = await Http.CallAsync(
            "POST", "/v1/swarms/unset/reservations", $$"""{"session":{{session}},"amount_micro_usd":1}""");

        (status, problem.Code()).ShouldBe((409, "IF_ERR_BUDGET_EXCEEDED"));
    }

    [Fact]
    public async Task Reserve_TheSameKeyTwice_IsOneReservation_AnotherAmountIsRefused()
    {
        var session = await Http.RegisterAsync("keyed-money");
        await SetAsync("swarm/keyed-money", 5_000_000);
        var ask = $$"""{"session":{{session}},"amount_micro_usd":1000000}""";

        var (_, first) = await Http.CallAsync("POST", "/v1/swarms/keyed-money/reservations", ask, "r1");
        var (_, again) = await Http.CallAsync("POST", "/v1/swarms/keyed-money/reservations", ask, "r1");
        var (status, other) = await Http.CallAsync(
            "POST", "/v1/swarms/keyed-money/reservations",
            $$"""{"session":{{session}},"amount_micro_usd":2000000}""", "r1");

        again.GetProperty("reservation").GetString().ShouldBe(first.GetProperty("reservation").GetString());
        (status, other.Code()).ShouldBe((422, "IF_ERR_IDEMPOTENCY_MISMATCH"));
        Sums(await BudgetAsync("swarm/keyed-money")).ShouldBe((0, 1_000_000, 4_000_000));
    }

    [Fact]
    public async Task Reserve_UnderAClaimThatIsOver_IsStale()
    {
        var session = await Http.RegisterAsync("fenced", """{"capabilities":["api:fenced"]}""");
        await SetAsync("swarm/fenced", 5_000_000);
        var task = await Http.AddTaskAsync("""{"type":"work","requires":["api:fenced"]}""");
        var (_, claimed) = await Http.CallAsync("POST", "/v1/swarms/fenced/claims", $$"""{"session":{{session}}}""");
        var fence = claimed.GetProperty("claims")[0].GetProperty("fence").GetInt64();
        var ask = $$"""{"session":{{session}},"amount_micro_usd":1,"task":"{{task}}","fence":{{fence}}}""";

        var (before, _) = await Http.CallAsync("POST", "/v1/swarms/fenced/reservations", ask);
        await Http.CallAsync("POST", $"/v1/tasks/{task}/complete", $$"""{"fence":{{fence}}}""");
        var (after, problem) = await Http.CallAsync("POST", "/v1/swarms/fenced/reservations", ask);

        before.ShouldBe(200);
        (after, problem.Code()).ShouldBe((409, "IF_ERR_FENCE_STALE"));
    }

    [Fact]
    public async Task Leave_WithMoneyReserved_GivesItBack()
    {
        var session = await Http.RegisterAsync("leaving");
        await SetAsync("swarm/leaving", 5_000_000);
        var id = await ReserveAsync("leaving", session, 5_000_000);

        await Http.CallAsync("POST", "/v1/swarms/leaving/leave", $$"""{"session":{{session}}}""");
        var again = await Http.RegisterAsync("leaving");
        await ReserveAsync("leaving", again, 5_000_000);
        var (status, problem) = await Http.CallAsync("POST", $"/v1/reservations/{id}/release");

        (status, problem.Code()).ShouldBe((404, "IF_ERR_NOT_FOUND"));
    }

    [Theory]
    [InlineData("""{"budget":"swarm","limit_micro_usd":1}""", "IF_ERR_ID_INVALID")]
    [InlineData("""{"budget":"fabric","limit_micro_usd":-1}""", "IF_ERR_USAGE")]
    [InlineData("""{"budget":"fabric","limit_micro_usd":1.5}""", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"budget":"fabric","limit_micro_usd":1,"window":"week"}""", "IF_ERR_USAGE")]
    public async Task Set_WhatCannotBe_IsRefused(string body, string code)
    {
        var (_, problem) = await Http.CallAsync("PUT", "/v1/budgets", body);

        problem.Code().ShouldBe(code);
    }

    private static (long Settled, long Reserved, long Left) Sums(JsonElement budget) => (
        budget.GetProperty("settled_micro_usd").GetInt64(), budget.GetProperty("reserved_micro_usd").GetInt64(),
        budget.GetProperty("left_micro_usd").GetInt64());

    private async Task SetAsync(string budget, long microUsd)
    {
        var (status, _) = await Http.CallAsync(
            "PUT", "/v1/budgets", $$"""{"budget":"{{budget}}","limit_micro_usd":{{microUsd}}}""");
        status.ShouldBe(200);
    }

    private async Task<string> ReserveAsync(string swarm, long session, long microUsd)
    {
        var (status, body) = await Http.CallAsync(
            "POST", $"/v1/swarms/{swarm}/reservations",
            $$"""{"session":{{session}},"amount_micro_usd":{{microUsd}}}""");
        status.ShouldBe(200);
        return body.GetProperty("reservation").GetString()!;
    }

    private async Task<JsonElement> BudgetAsync(string budget)
    {
        var (_, all) = await Http.CallAsync("GET", "/v1/budgets");
        return all.GetProperty("budgets").EnumerateArray()
            .Single(one => one.GetProperty("budget").GetString() == budget);
    }
}
