using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Optimise;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Optimise;

internal static class OptimiseAdviseCommand
{
    private static readonly Option<string> Kind = new("--kind")
    {
        Description = "Only this kind of task.",
        HelpName = "KIND",
    };

    private static readonly Option<string> Since = new("--since")
    {
        Description = "From when on: a length of time back from now, such as 30d, or a moment [default: 365d].",
        HelpName = "WHEN",
    };

    public static Command Create()
    {
        var verb = new Verb(
            "advise", "Say who does each kind of task at the least cost per result, as far as history can say.")
        {
            Examples = ["optimise advise", "optimise advise --kind review --since 30d"],
            Options = { Kind, Since },
            Checks = OptimiseChecks.OfAdvise,
        };
        verb.Answers(() => ApiJson.Wire.AdviceBody, AdviseAsync, Show);
        return verb;
    }

    private static async Task<AdviceBody> AdviseAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var (from, to) = CostTime.Of(run, run.Get(Since) ?? "365d");
        return await fabric.CallAsync<AdviceBody>(OptimiseCalls.Advice, OptimiseCalls.Advice.Request(null)
            .Where("kind", run.Get(Kind)).Where("from", CostTime.Text(from)).Where("to", CostTime.Text(to)));
    }

    private static void Show(AdviceBody advice, Terminal terminal)
    {
        if (advice.Kinds.Count == 0)
        {
            terminal.Line("Nothing is known: no claim on which something was spent has ended in that time.");
            return;
        }

        terminal.Table(
            ["KIND", "MODEL", "SWARM", "RESULTS", "EACH", "SUCCEEDS", "ADVICE"],
            advice.Kinds.SelectMany(kind => kind.Candidates.Select(one => new[]
            {
                kind.Kind.Length > 0 ? kind.Kind : "-", one.Model ?? "-", one.Swarm ?? "-",
                $"{one.Completed}/{one.Claims}", one.PerSuccess is { } each ? $"{each}" : "-",
                (one.Confidence * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %",
                AdviceOn(kind, one),
            })));
        terminal.Hint($"SUCCEEDS is what so much history proves at 95 %. Advised is the cheapest with"
            + $" {advice.MinClaims} claims and {advice.MinConfidence * 100:0} % at least.");
    }

    private static string AdviceOn(KindAdviceBody kind, AdvisedBody one) =>
        one == kind.Advised ? "advised" : one.Proven ? "" : "too little history";
}
