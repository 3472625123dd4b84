using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Governor.Delegation;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorCheckDelegationCommand
{
    private static readonly Argument<string> Text = new("DELEGATION") { Description = "The text that was handed on." };

    private static readonly Option<string> Key = new("--key")
    {
        Description = "The key that it must begin with.",
        HelpName = "KEY",
    };

    public static Command Create()
    {
        var verb = new Verb(
            "check-delegation", "Check a delegation, with no server: who signed it, and what it allows.")
        {
            Examples = ["governor check-delegation \"$DELEGATION\" --key ed25519:3b6a…"],
            Arguments = { Text },
            Options = { Key },
            Checks = DelegationChecks.All,
        };
        verb.Answers(() => CliJson.Default.DelegationAnswer, run => Task.FromResult(Check(run)), DelegationText.Show);
        return verb;
    }

    private static DelegationAnswer Check(CommandRun run)
    {
        var delegation = BudgetDelegation.Parse(run.Get(Text)!);
        if (run.Get(Key) is { } key && VerifyKey.Parse(key) != delegation.Issuer)
        {
            throw new FabricException(ErrorTable.DelegationInvalid, "The delegation begins with another key.",
                $"It is that of {delegation.IssuedBy}, as it says itself: {delegation.Issuer}",
                "Have it made by who may spend the budget.");
        }

        if (delegation.Terms.ExpiresAt <= run.Time.GetUtcNow())
        {
            throw new FabricException(ErrorTable.DelegationInvalid, "The delegation has expired.",
                $"It ended at {delegation.Terms.ExpiresAt:yyyy-MM-dd HH:mm:ss}Z.", "Have a new one made.");
        }

        return DelegationText.Of(delegation);
    }
}
