using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessEraseCommand
{
    // As many as a page has, and as one call erases.
    private const int AtOnce = 1000;

    private static readonly Argument<long[]> Entries = new("ENTRY")
    {
        Description = "The index of an entry. Without one, all that the options below find.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask." };

    public static Command Create()
    {
        var verb = new Verb("erase", "Erase texts about persons that entries commit to, for good. Proofs still hold.")
        {
            Examples =
            [
                "witness erase 4711 --why \"asked to\"",
                "witness erase --actor Finance.Agent/1 --why \"asked to\"",
                "witness erase --trace-token 0198c5a2-1f00-7abc-8def-0123456789ab --yes",
            ],
            Arguments = { Entries },
            Options = { Yes },
            Changes = true,
            Require = RequireOneWay,
            Checks = EntryChecks.OfErase,
        };
        foreach (var filter in WitnessFilters.OfEntries)
            verb.Options.Add(filter);
        verb.Answers(() => CliJson.Default.ErasedAnswer, EraseAsync, Show);
        return verb;
    }

    private static void RequireOneWay(CommandRun run)
    {
        var isFiltered = WitnessFilters.RequestOf(run, WitnessCalls.Find).PathAndQuery.Contains('?');
        if (isFiltered == run.Get(Entries) is { Length: > 0 } && !run.Falsify)
        {
            throw new FabricException(ErrorTable.Usage, "It is not clear what is to be erased.",
                isFiltered ? "Entries are named and searched for." : "No entry is named, and none searched for.",
                "Name entries, or what they have in common: --actor, --trace-token and so on.");
        }
    }

    private static async Task<ErasedAnswer> EraseAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var places = run.Get(Entries) is { Length: > 0 } named ? [.. named] : await FindAsync(run, fabric);
        if (places.Count == 0)
            return new ErasedAnswer(0, 0);
        if (!run.Get(Yes) && !await Question.IsAnsweredYesAsync(
            $"The texts about persons of {places.Count} entries will be erased for good. Go on?", run.Cancellation))
        {
            throw new FabricException(ErrorTable.Usage, "Nothing was erased.",
                "The question was not answered with yes.", "Answer it with y, or say --yes.");
        }

        var texts = 0;
        foreach (var some in places.Chunk(AtOnce))
            texts += (await fabric.SendAsync<WitnessErasedBody>(WitnessCalls.Erase, new WitnessEraseBody(some))).Texts;
        return new ErasedAnswer(places.Count, texts);
    }

    /// <summary>The entries that are as the line says, and have a text that is not erased yet.</summary>
    private static async Task<List<long>> FindAsync(CommandRun run, ServedFabric fabric)
    {
        var search = WitnessFilters.RequestOf(run, WitnessCalls.Find).Where("limit", $"{AtOnce}");
        var places = new List<long>();
        long? after = null;
        using var progress = new Progress(run.Time, () => $"searching: {places.Count} found");
        do
        {
            var page = await fabric.CallAsync<WitnessPageBody>(
                WitnessCalls.Find, after is null ? search : search.Where("after", $"{after}"));
            places.AddRange(page.Entries.Where(HasTexts).Select(entry => entry.Index));
            after = page.NextAfter;
        }
        while (after is not null);
        return places;
    }

    private static bool HasTexts(WitnessEntryBody entry) =>
        entry.Personal is { Count: > 0 } personal && personal.Count > (entry.PersonalErased?.Count ?? 0);

    private static void Show(ErasedAnswer erased, Terminal terminal) => terminal.Line(erased.Texts == 0
        ? "There was nothing to erase."
        : $"Erased {erased.Texts} texts of {erased.Entries} entries. What was proven about them is still proven.");
}
