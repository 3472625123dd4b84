using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorFindHelpCommand
{
    private static readonly Option<string> Required = new("--required")
    {
        Description = "What must be done, domain:skill each.",
        HelpName = "CAPABILITY[,...]",
        Required = true,
    };

    private static readonly Option<string> MaxCost = new("--max-cost")
    {
        Description = "What it may cost, in dollars.",
        HelpName = "DOLLARS",
    };

    private static readonly Option<string> Kind = new("--kind")
    {
        Description = "The type of the work, for the rules of the policy.",
        HelpName = "TYPE",
    };

    private static readonly Option<bool> Explain = new("--explain")
    {
        Description = "List those as well who are no candidates, with the reason.",
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Swarms to list [default: 50].",
        HelpName = "COUNT",
    };

    public static Command Create()
    {
        var verb = new Verb("find-help", "Find swarms that can do something, the best for its money first.")
        {
            Examples =
            [
                "governor find-help --required integration:sip,telephony:protocols --max-cost 5.0",
                "governor find-help --required integration:sip@2 --explain --json",
            ],
            Options = { Required, MaxCost, Kind, Explain, Limit },
            Checks = RegistryChecks.OfFind,
        };
        verb.Answers(() => ApiJson.Wire.CandidatesBody, FindAsync, Show);
        return verb;
    }

    public static void Show(CandidatesBody found, Terminal terminal)
    {
        if (found.Candidates.Count > 0)
        {
            terminal.Table(
                ["SWARM", "VERDICT", "MATCH", "REPUTATION", "COST/H", "SCORE", "DETAIL"],
                found.Candidates.Select(candidate => new[]
                {
                    candidate.Swarm, candidate.Verdict.Replace('_', ' '), Number(candidate.Match),
                    Number(candidate.Reputation) + (candidate.Proven ? "" : " unproven"),
                    candidate.CostPerHour?.ToString() ?? "-", Number(candidate.Score), candidate.Detail ?? "",
                }));
        }

        terminal.Line(found.Qualified == 0
            ? $"Nobody can do {string.Join(" and ", found.Required)}."
            : $"{found.Qualified} can do it; score = match x reputation / dollars per hour.");
        if (found.Qualified == 0)
            terminal.Hint("See why: --explain");
    }

    private static async Task<CandidatesBody> FindAsync(CommandRun run)
    {
        var most = run.Get(MaxCost) is { } text
            ? Money.Parse(text).MicroUsd.ToString(CultureInfo.InvariantCulture)
            : null;
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<CandidatesBody>(
            GovernorCalls.Find,
            GovernorCalls.Find.Request(null)
                .Where("required", run.Get(Required))
                .Where("max_cost_micro_usd", most)
                .Where("kind", run.Get(Kind))
                .Where("explain", run.Get(Explain) ? "true" : null)
                .Where("limit", run.Get(Limit)?.ToString(CultureInfo.InvariantCulture)));
    }

    private static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
