using InfraFabric.Cli.Falsify;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Delegation;

namespace InfraFabric.Cli.Commands.Governor;

/// <summary>The attempts to break delegations: what was handed on never becomes more.</summary>
internal static class DelegationChecks
{
    private const int Places = 24;

    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        new("tampered delegation", "Change a character of a delegation, and have it accepted.", TamperAsync),
        new("wider delegation", "Hand more on than was handed on.", WidenAsync),
        new("another's delegation", "Hand on what is another's to hand on.", StealAsync),
    ];

    private static async Task<Evidence> TamperAsync(Scratch scratch)
    {
        using var key = SigningKey.Generate();
        var text = Make(scratch, key, key).Text;
        foreach (var place in Attacks.Spread(text.Length, Places))
        {
            var changed = text.ToCharArray();
            changed[place] = changed[place] == 'A' ? 'B' : 'A';
            var evidence = await RefusedAsync(() => BudgetDelegation.Parse(new string(changed)));
            if (!evidence.HasHeld)
                return evidence;
        }

        return Evidence.Held($"all {Places} changes were refused");
    }

    private static async Task<Evidence> WidenAsync(Scratch scratch)
    {
        using var key = SigningKey.Generate();
        var made = Make(scratch, key, key);
        return await RefusedAsync(() => made.Narrow(
            made.Terms with { Limit = made.Terms.Limit + Money.FromMicroUsd(1) }, key, scratch.Run.Time.GetUtcNow()));
    }

    private static async Task<Evidence> StealAsync(Scratch scratch)
    {
        using var key = SigningKey.Generate();
        using var thief = SigningKey.Generate();
        var made = Make(scratch, key, key);
        return await RefusedAsync(() => made.Narrow(
            made.Terms with { Holder = thief.VerifyKey }, thief, scratch.Run.Time.GetUtcNow()));
    }

    private static BudgetDelegation Make(Scratch scratch, SigningKey issuer, SigningKey holder)
    {
        var now = scratch.Run.Time.GetUtcNow();
        return BudgetDelegation.Issue(
            BudgetId.Fabric, new DelegationTerms(holder.VerifyKey, Money.FromMicroUsd(1_000_000), now.AddHours(1)),
            AgentName.Of("falsify", 1), issuer, new IdSource(scratch.Run.Time, new Random()), now);
    }

    private static Task<Evidence> RefusedAsync(Action attempt)
    {
        try
        {
            attempt();
            return Task.FromResult(Evidence.Broke("it was accepted"));
        }
        catch (FabricException refused)
        {
            return Task.FromResult(Evidence.Held($"refused: {refused.Error.Code}"));
        }
    }
}
