using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Falsify;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Claims;

/// <summary>The attempts to break <c>task spend</c>: what is spent never exceeds the budget.</summary>
internal static class TaskSpendChecks
{
    private const int Spenders = 8;

    private static readonly Money Cent = Money.Parse("0.01");

    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        .. ClaimStepChecks.Of("spend on", ClaimCalls.Spend, fence => new SpendBody(fence, Cent)),
        new("exceeded budget", "Spend many times at once, and together more than the budget.", ExceedAsync),
    ];

    private static async Task<Evidence> ExceedAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await fabric.RegisterAsync("falsify-first");
        var budget = Cent * (Spenders / 2);
        var added =
            await fabric.CallAsync<TaskAddedBody>(TaskCalls.Add, ProbeFabric.NewTask() with { Budget = budget });
        var claim = await fabric.ClaimAsync(session, added.Id);
        var tries = await Task.WhenAll(Enumerable.Range(0, Spenders)
            .Select(_ => TryAsync(fabric, added.Id, new SpendBody(claim.Fence, Cent))));
        var spent = (await fabric.ShowAsync(added.Id)).Spent ?? Money.Zero;
        var accepted = Cent * tries.Count(isAccepted => isAccepted);
        return spent <= budget && spent == accepted
            ? Evidence.Held($"{spent} of {budget} were spent, as was accepted; the rest was refused")
            : Evidence.Broke($"{accepted} were accepted and {spent} counted; the budget is {budget}");
    }

    private static async Task<bool> TryAsync(ProbeFabric fabric, string task, SpendBody body)
    {
        try
        {
            await fabric.CallAsync<TaskStateBody>(ClaimCalls.Spend, body, task);
            return true;
        }
        catch (FabricException refused) when (refused.Error == ErrorTable.BudgetExceeded)
        {
            return false;
        }
    }
}
