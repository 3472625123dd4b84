using System.CommandLine;
using InfraFabric.Api.Identity;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;
using InfraFabric.Core.Config;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Delegation;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorDelegateCommand
{
    private static readonly Argument<string> From = new("BUDGET")
    {
        Description = "The budget, such as swarm/NAME; or a delegation, to hand a part of it on.",
    };

    private static readonly Argument<string> Dollars = new("DOLLARS") { Description = "How much of it." };

    private static readonly Option<string> To = new("--to")
    {
        Description = "Who may spend it: an agent that the server knows, or its public key.",
        HelpName = "AGENT",
        Required = true,
    };

    private static readonly Option<string> For = new("--for")
    {
        Description = "For how long [default: 1d].",
        HelpName = "TIME",
    };

    private static readonly Option<string> Kinds = new("--kinds")
    {
        Description = "The kinds of work that it may be spent on; any, if left out.",
        HelpName = "KIND[,...]",
    };

    public static Command Create()
    {
        var verb = new Verb(
            "delegate", "Hand a part of a budget on: a signed text that its holder can spend, and hand on for less.")
        {
            Examples =
            [
                "governor delegate swarm/lead 2.50 --to if://agent/helper/1 --for 2h --kinds research",
                "governor delegate \"$DELEGATION\" 1.00 --to if://agent/second/1 --identity helper/1",
            ],
            Arguments = { From, Dollars },
            Options = { To, For, Kinds },
            Checks = DelegationChecks.All,
        };
        verb.Answers(() => CliJson.Default.DelegationAnswer, DelegateAsync, DelegationText.ShowMade);
        return verb;
    }

    private static async Task<DelegationAnswer> DelegateAsync(CommandRun run)
    {
        var from = run.Get(From)!;
        var before = from.StartsWith("ifd1.", StringComparison.Ordinal) ? BudgetDelegation.Parse(from) : null;
        var now = run.Time.GetUtcNow();
        var terms = new DelegationTerms(await HolderAsync(run), Money.Parse(run.Get(Dollars)!), EndOf(run, before, now))
        {
            Kinds = ListText.Split(run.Get(Kinds)) ?? before?.Terms.Kinds,
        };
        var name = run.Identity is { } named ? AgentNames.Parse(named) : OperatorIdentity.Name;
        using var key = KeyFile.Load(run.Identity is null ? run.Home.OperatorKey : run.Home.KeyOf(name));
        return DelegationText.Of(before is null
            ? BudgetDelegation.Issue(
                BudgetId.Parse(from), terms, name, key, new IdSource(run.Time, new Random()), now)
            : before.Narrow(terms, key, now));
    }

    /// <summary>If nothing is said, a day, or as long as what is handed on.</summary>
    private static DateTimeOffset EndOf(CommandRun run, BudgetDelegation? before, DateTimeOffset now)
    {
        if (run.Get(For) is not { } text)
            return before?.Terms.ExpiresAt ?? now.AddDays(1);
        return DurationText.TryParse(text, out var time) ? now + time : throw new FabricException(ErrorTable.Usage,
            $"'{text}' is no length of time.", "It is a whole number and s, m, h or d.", "Correct --for.");
    }

    private static async Task<VerifyKey> HolderAsync(CommandRun run)
    {
        var to = run.Get(To)!;
        if (VerifyKey.TryParse(to, out var key))
            return key;
        var name = AgentNames.Parse(to);
        using var caller = ServerAccess.Open(run);
        var known = await new HttpIdentityApi(caller).GetAsync(name, run.Cancellation);
        return VerifyKey.Parse(known.Key);
    }
}
