using System.CommandLine;
using System.Text;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Commands.Blobs;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;
using InfraFabric.Witness.Proofs;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>Which entries of the ledger a command shows.</summary>
internal static class WitnessFilters
{
    private static readonly Option<string> TraceToken =
        Text("--trace-token", "TOKEN", "Only what this request caused: the token that --trace printed.");

    private static readonly Option<string> Actor =
        Text("--actor", "NAME", "Only what this identity did: if://agent/NAME/N, or NAME/N.");

    private static readonly Option<string> Task = Text("--task", "TASK", "Only what is about this task.");

    private static readonly Option<string> Swarm = Text("--swarm", "NAME", "Only what is about this swarm.");

    private static readonly Option<string> Component =
        Text("--component", "NAME", "Only what this part did, such as coordinator.");

    private static readonly Option<string> Operation =
        Text("--operation", "NAME", "Only this operation; with a star at its end, all that begin so: task.*");

    private static readonly Option<string> Severity =
        Text("--severity", "LEVEL", "Only this severity or higher: info, low, medium, high, critical.");

    private static readonly Option<string> From =
        Text("--from", "TIME", "Only from this moment on, such as 2026-01-31T09:00:00Z.");

    private static readonly Option<string> To = Text("--to", "TIME", "Only up to this moment.");

    private static readonly Option<string> Fence = Text("--fence", "NUMBER", "Only what was done under this claim.");

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Entries on the page [default: 100].",
        HelpName = "COUNT",
    };

    private static readonly Option<string> After =
        Text("--after", "INDEX", "Only entries beyond this one, to read the next page.");

    private static readonly Option<string> Proofs =
        Text("--proofs", "DIR", "Also write the proof of each entry into this folder, as 'prove' does.");

    /// <summary>Words that the reason must have.</summary>
    public static readonly Argument<string[]> Words = new("WORDS")
    {
        Description = "Only reasons that have all of these words.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Those that say what an entry is like, in the order in which the help shows them.</summary>
    public static IReadOnlyList<Option> OfEntries { get; } =
        [TraceToken, Actor, Task, Swarm, Component, Operation, Severity, Fence];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } =
        [TraceToken, Actor, Task, Swarm, Component, Operation, Severity, From, To, Fence, Limit, After, Proofs];

    /// <summary>One page of what the line asks for.</summary>
    public static async Task<WitnessPageBody> FindAsync(CommandRun run, ServedFabric fabric, bool newest)
    {
        var folder = run.Get(Proofs);
        var page = await fabric.CallAsync<WitnessPageBody>(WitnessCalls.Find, RequestOf(run, WitnessCalls.Find)
            .Where("newest", newest ? "true" : null)
            .Where("proof", folder is null ? null : "true")
            .Where("from", run.Get(From)).Where("to", run.Get(To))
            .Where("limit", run.Get(Limit) is { } limit ? $"{limit}" : null)
            .Where("after", run.Get(After)));
        foreach (var entry in folder is null ? [] : page.Entries)
        {
            var path = Path.Combine(Path.GetFullPath(folder!), $"entry-{entry.Index}{ProofFile.Extension}");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await BlobFile.WriteAsync(path, Encoding.UTF8.GetBytes(entry.Proof!), force: true, run.Cancellation);
        }

        return page;
    }

    /// <summary>A call with the conditions that say what an entry is like.</summary>
    public static ServerRequest RequestOf(CommandRun run, ApiCall call) => call.Request(null)
        .Where("trace", run.Get(TraceToken)).Where("actor", ActorOf(run.Get(Actor)))
        .Where("task", run.Get(Task)).Where("swarm", run.Get(Swarm)).Where("component", run.Get(Component))
        .Where("operation", run.Get(Operation)).Where("severity", run.Get(Severity)).Where("fence", run.Get(Fence))
        .Where("text", run.Get(Words) is { Length: > 0 } words ? string.Join(' ', words) : null);

    private static string? ActorOf(string? named) =>
        named is null || named.Contains("://", StringComparison.Ordinal) ? named : $"if://agent/{named}";

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };
}
