using System.Net.Http.Headers;
using System.Text.Json;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Delegation;
using InfraFabric.Server.Tests.Coordination;
using InfraFabric.Server.Tests.Identity;

namespace InfraFabric.Server.Tests.Budgets;

/// <summary>Who was handed a part of a budget spends it, within what was handed on and what the budget has.</summary>
public sealed class DelegatedMoneyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Reserve_WithADelegation_IsPaidByWhoHandedItOn()
    {
        using var lead = await TestAgent.RegisterAsync(server, "if://agent/payer-a/1", "swarm");
        using var helper = await TestAgent.RegisterAsync(server, "if://agent/helper-a/1", "swarm");
        await SetAsync("swarm/payer-a", 5_000_000);
        using var http = await ClientOfAsync(helper);
        var session = await http.RegisterAsync("helper-a");
        var delegation = Issue("swarm/payer-a", 2_000_000, lead, helper.Key);

        var (first, _) = await ReserveAsync(http, "helper-a", session, 1_500_000, delegation);
        var (second, problem) = await ReserveAsync(http, "helper-a", session, 1_500_000, delegation);

        first.ShouldBe(200);
        (second, problem.Code()).ShouldBe((409, "IF_ERR_BUDGET_EXCEEDED"));
        problem.GetProperty("why").GetString()!.ShouldContain("delegated/");
        (await LeftAsync("swarm/payer-a")).ShouldBe(3_500_000);
    }

    [Fact]
    public async Task Reserve_WithMoreThanTheBudgetHas_IsRefused()
    {
        using var lead = await TestAgent.RegisterAsync(server, "if://agent/payer-b/1", "swarm");
        using var helper = await TestAgent.RegisterAsync(server, "if://agent/helper-b/1", "swarm");
        await SetAsync("swarm/payer-b", 1_000_000);
        using var http = await ClientOfAsync(helper);
        var session = await http.RegisterAsync("helper-b");

        var (status, problem) = await ReserveAsync(
            http, "helper-b", session, 1_500_000, Issue("swarm/payer-b", 2_000_000, lead, helper.Key));

        (status, problem.Code()).ShouldBe((409, "IF_ERR_BUDGET_EXCEEDED"));
        problem.GetProperty("why").GetString()!.ShouldContain("swarm/payer-b has $1.00 left");
    }

    [Fact]
    public async Task Reserve_WithAnothersDelegation_OrOneOfAnothersBudget_IsRefused()
    {
        using var lead = await TestAgent.RegisterAsync(server, "if://agent/payer-c/1", "swarm");
        using var helper = await TestAgent.RegisterAsync(server, "if://agent/helper-c/1", "swarm");
        using var unknown = new TestAgent("if://agent/payer-c/2");
        await SetAsync("swarm/payer-c", 5_000_000);
        await SetAsync("fabric", 500_000_000);
        using var http = await ClientOfAsync(helper);
        var session = await http.RegisterAsync("helper-c");
        (string Delegation, string Why)[] refused =
        [
            (Issue("swarm/payer-c", 1, lead, lead.Key), "another key than the caller's"),
            (Issue("fabric", 1, lead, helper.Key), "is not if://agent/payer-c/1's to hand on"),
            (Issue("swarm/payer-c", 1, unknown, helper.Key), "is not that of if://agent/payer-c/2"),
        ];

        foreach (var (delegation, why) in refused)
        {
            var (status, problem) = await ReserveAsync(http, "helper-c", session, 1, delegation);
            (status, problem.Code()).ShouldBe((403, "IF_ERR_DELEGATION_INVALID"));
            problem.GetProperty("why").GetString()!.ShouldContain(why);
        }
    }

    [Fact]
    public async Task Reserve_ByASwarmOfATenant_GoesThroughTheTenantsBudget()
    {
        var session = await server.Owner.RegisterAsync("of-acme");
        await server.Owner.CallAsync("PUT", "/v1/registry/of-acme", """{"tenant":"acme"}""");
        await SetAsync("tenant/acme", 1_000_000);

        var (first, _) = await ReserveAsync(server.Owner, "of-acme", session, 600_000, null);
        var (second, problem) = await ReserveAsync(server.Owner, "of-acme", session, 600_000, null);

        first.ShouldBe(200);
        (second, problem.Code()).ShouldBe((409, "IF_ERR_BUDGET_EXCEEDED"));
        problem.GetProperty("why").GetString()!.ShouldContain("tenant/acme");
    }

    private static string Issue(string budget, long microUsd, TestAgent by, SigningKey holder)
    {
        var now = TimeProvider.System.GetUtcNow();
        return BudgetDelegation.Issue(
            BudgetId.Parse(budget),
            new DelegationTerms(holder.VerifyKey, Money.FromMicroUsd(microUsd), now.AddHours(1)), by.Name, by.Key,
            new IdSource(TimeProvider.System, Random.Shared), now).Text;
    }

    private async Task<HttpClient> ClientOfAsync(TestAgent agent)
    {
        var http = new HttpClient { BaseAddress = server.Tcp.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", await agent.TokenAsync(server.Tcp));
        return http;
    }

    private static Task<(int Status, JsonElement Body)> ReserveAsync(
        HttpClient http, string swarm, long session, long amount, string? delegation)
    {
        var text = JsonSerializer.Serialize(delegation);
        return http.CallAsync(
            "POST", $"/v1/swarms/{swarm}/reservations",
            $$"""{"session":{{session}},"amount_micro_usd":{{amount}},"delegation":{{text}}}""");
    }

    private async Task SetAsync(string budget, long limit) => (await server.Owner.CallAsync(
        "PUT", "/v1/budgets", $$"""{"budget":"{{budget}}","limit_micro_usd":{{limit}}}""")).Status.ShouldBe(200);

    private async Task<long> LeftAsync(string budget)
    {
        var (_, body) = await server.Owner.CallAsync("GET", "/v1/budgets");
        return body.GetProperty("budgets").EnumerateArray()
            .Single(one => one.GetProperty("budget").GetString() == budget).GetProperty("left_micro_usd").GetInt64();
    }
}
