using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.WitnessChecks;

/// <summary>
/// The attempts to break the commands about single entries: what was done is found, by those who may know it, and only
/// operators make the ledger forget what it may forget.
/// </summary>
internal static class EntryChecks
{
    private const string NoEntry = "4000000000000000";
    private const int Many = 30;
    private const int Cut = 2500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly IReadOnlyList<FalsifyCheck> OfFind =
    [
        new("done a moment ago", "Do something, ask for it at once, and not find it.", FindFreshAsync),
        MissingScope(WitnessCalls.Find, WitnessCalls.Find.Request(null)),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfTail =
    [
        new("lost connection", "Cut the connection again and again, so that entries are missed or come twice.",
            CutAsync),
        MissingScope(WitnessCalls.Watch, WitnessCalls.Watch.Request(null)),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfShow =
    [
        new("texts about persons", "Read a text about a person as an agent that may read the ledger.", ReadTextAsync),
        CallChecks.NothingThere("an entry", WitnessCalls.Show.Request(null, NoEntry)),
        MissingScope(WitnessCalls.Show, WitnessCalls.Show.Request(null, "0")),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfStats =
        [MissingScope(WitnessCalls.Stats, WitnessCalls.Stats.Request(null))];

    public static readonly IReadOnlyList<FalsifyCheck> OfErase =
    [
        new("text that stays", "Erase a text, and still be shown it, or find the entry gone.", EraseAsync),
        CallChecks.NothingThere("an entry", WitnessCalls.Erase.Request(new WitnessEraseBody([long.Parse(NoEntry)]))),
        MissingScope(WitnessCalls.Erase, WitnessCalls.Erase.Request(new WitnessEraseBody([0]))),
    ];

    private static FalsifyCheck MissingScope(ApiCall call, ServerRequest request) =>
        CallChecks.MissingScope(call, _ => Task.FromResult(new ProbeCall(request, () => Task.FromResult(0L))));

    private static async Task<Evidence> FindFreshAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        for (var i = 0; i < Many; i++)
        {
            var task = await fabric.AddAsync();
            var page = await fabric.CallAsync<WitnessPageBody>(
                WitnessCalls.Find, WitnessCalls.Find.Request(null).Where("task", task));
            if (page.Entries is not [{ Operation: "task.add" }])
                return Evidence.Broke($"{page.Entries.Count} entries were found of a task that was just added");
        }

        return Evidence.Held($"each of {Many} was found at once");
    }

    private static async Task<Evidence> CutAsync(Scratch scratch)
    {
        await using var server = await ScratchServer.StartAsync(scratch);
        using var first = server.NewCaller();
        var begin = (await new HttpWitnessApi(first, scratch.Run.Time)
            .FindAsync(WitnessCalls.Find.Request(null), scratch.Run.Cancellation)).Size - 1;
        for (var i = 0; i < Many; i++)
            await scratch.PutAsync(server.Store, Scratch.Probe, $"{i}");
        // Room for the first few entries, not for all of them.
        server.Proxy.CutAfter(Cut);
        using var caller = server.NewCaller();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(scratch.Run.Cancellation);
        end.CancelAfter(Patience);
        var seen = new List<long>();
        var watch = WitnessCalls.Watch.Request(null).Where("operation", "falsify.put");
        var ledger = new HttpWitnessApi(caller, scratch.Run.Time);
        await foreach (var entry in ledger.FollowAsync(watch, begin, end.Token))
        {
            seen.Add(entry.Revision);
            if (seen.Count >= Many)
                break;
        }

        return seen.SequenceEqual(seen.Distinct().Order()) && server.Proxy.Connections > 2
            ? Evidence.Held($"{Many} entries came once and in order, over {server.Proxy.Connections} connections")
            : Evidence.Broke($"seen of revisions {string.Join(',', seen)}");
    }

    private static async Task<Evidence> ReadTextAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var place = await NoteAsync(scratch, fabric);
        var agent = await fabric.EnterAsync("falsify-agent", "witness:read");
        var entry = await new HttpWitnessApi(agent.Caller, scratch.Run.Time).ShowAsync(place, scratch.Run.Cancellation);
        return entry.Personal is { Count: 1 } && entry.PersonalTexts is null
            ? Evidence.Held("it got the commitment only")
            : Evidence.Broke("it got more than the commitment");
    }

    private static async Task<Evidence> EraseAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var place = await NoteAsync(scratch, fabric);
        var erased = await fabric.CallAsync<WitnessErasedBody>(WitnessCalls.Erase, new WitnessEraseBody([place]));
        var entry = await new HttpWitnessApi(fabric.Caller, scratch.Run.Time)
            .ShowAsync(place, scratch.Run.Cancellation);
        return erased.Texts == 1 && entry is { Personal.Count: 1, PersonalErased.Count: 1, PersonalTexts.Count: 0 }
            ? Evidence.Held("the entry and its commitment are there; the text is not")
            : Evidence.Broke($"{erased.Texts} texts were erased, and {entry.PersonalTexts?.Count} are shown");
    }

    /// <summary>Leaves a note that tells of a person; the place of its entry.</summary>
    private static async Task<long> NoteAsync(Scratch scratch, ProbeFabric fabric)
    {
        var personal = new Dictionary<string, string> { ["name"] = "Jane Doe" };
        await fabric.NoteAsync(scratch.Note("falsify.person") with { Personal = personal });
        var page = await fabric.CallAsync<WitnessPageBody>(
            WitnessCalls.Find, WitnessCalls.Find.Request(null).Where("operation", "falsify.person"));
        return page.Entries.Single().Index;
    }
}
