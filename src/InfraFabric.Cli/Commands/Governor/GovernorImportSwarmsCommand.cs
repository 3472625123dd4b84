using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Governor.Importing;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorImportSwarmsCommand
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "A Markdown document that speaks of swarms.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string> Inference = new("--capability-inference")
    {
        Description = "auto: also from words such as SIP or Rust; none: only from domain:skill [default: auto].",
        HelpName = "HOW",
    };

    private static readonly Option<bool> Yes = new("--yes")
    {
        Description = "Register what is proposed; without it nothing is written.",
    };

    public static Command Create()
    {
        var verb = new Verb(
            "import-swarms", "Propose what swarms can do from a Markdown document, each with the line it came from.")
        {
            Examples =
            [
                "governor import-swarms --from docs/SWARM-OF-SWARMS-ARCHITECTURE.md --capability-inference auto",
                "governor import-swarms --from swarms.md --capability-inference none --yes",
            ],
            Options = { From, Inference, Yes },
            Changes = true,
            Checks = RegistryChecks.OfRegister,
        };
        verb.Answers(() => CliJson.Default.ImportAnswer, ImportAsync, Show);
        return verb;
    }

    private static async Task<ImportAnswer> ImportAsync(CommandRun run)
    {
        var path = Path.GetFullPath(run.Get(From)!);
        if (!File.Exists(path))
        {
            throw new FabricException(ErrorTable.NotFound, "The document is not there.", $"{path} does not exist.",
                "Correct --from.");
        }

        var infers = (run.Get(Inference) ?? "auto") switch
        {
            "auto" => true,
            "none" => false,
            _ => throw new FabricException(ErrorTable.Usage, "It is not known how capabilities are to be inferred.",
                "--capability-inference is auto or none.", "Correct it."),
        };
        var found = SwarmDocument.Read(ConfigFile.ReadText(path), infers);
        if (run.Get(Yes))
            await RegisterAsync(run, found);
        return new ImportAnswer(path, run.Get(Yes), [.. found.Select(swarm => new ImportedSwarm(
            swarm.Swarm, swarm.Line, swarm.Capabilities, swarm.CostPerHour, swarm.CostLine))]);
    }

    private static async Task RegisterAsync(CommandRun run, IReadOnlyList<SwarmProposal> found)
    {
        using var fabric = ServedFabric.Of(run);
        // A swarm of which only the name is known is left as it is.
        foreach (var swarm in found.Where(swarm => swarm.Capabilities.Count > 0 || swarm.CostPerHour is not null))
        {
            var body = new RegistrySetBody
            {
                Capabilities = swarm.Capabilities.Count == 0
                    ? null
                    : [.. swarm.Capabilities.Select(one => one.Capability)],
                CostPerHour = swarm.CostPerHour,
            };
            await fabric.SendAsync<StandingBody>(GovernorCalls.Set, body, swarm.Swarm);
        }
    }

    private static void Show(ImportAnswer answer, Terminal terminal)
    {
        if (answer.Swarms.Count == 0)
        {
            terminal.Line("The document names no swarm, in a heading, a list, a table or a block of code.");
            return;
        }

        terminal.Table(
            ["SWARM", "LINE", "PROPOSED", "FROM"],
            answer.Swarms.SelectMany(RowsOf));
        terminal.Line(answer.Registered
            ? $"Registered {answer.Swarms.Count(swarm => swarm.Capabilities.Count > 0)} swarms."
            : "Nothing was written.");
        if (!answer.Registered)
            terminal.Hint("Register them as they are proposed: --yes. One by one: ifctl governor register NAME");
    }

    private static IEnumerable<string[]> RowsOf(ImportedSwarm swarm)
    {
        yield return [swarm.Swarm, $"{swarm.Line}", swarm.Capabilities.Count == 0 ? "nothing" : "", ""];
        foreach (var one in swarm.Capabilities)
            yield return ["", $"{one.Line}", one.Capability, one.InferredFrom is { } word ? $"'{word}'" : "stated"];
        if (swarm.CostPerHour is { } cost)
            yield return ["", $"{swarm.CostLine}", $"{cost} an hour", "stated"];
    }
}
