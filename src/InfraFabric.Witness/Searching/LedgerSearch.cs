using InfraFabric.Core.Errors;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Searching;

/// <summary>Finds entries in a ledger and reads them. What it works on stays the caller's.</summary>
public sealed class LedgerSearch(ILedgerStore store, ILedgerIndex index)
{
    /// <summary>One page of what the ledger has by now.</summary>
    public async ValueTask<FoundEntries> FindAsync(LedgerQuery query, CancellationToken cancellationToken = default)
    {
        Require(query);
        var head = await store.LoadAsync(cancellationToken);
        var matches = await index.FindAsync(query, head.Size, cancellationToken);
        var found = new List<FoundEntry>(matches.Places.Count);
        for (var i = 0; i < matches.Places.Count;)
        {
            var run = RunOf(matches.Places, i);
            var first = Math.Min(matches.Places[i], matches.Places[i + run - 1]);
            var entries = await store.ReadEntriesAsync(first, run, cancellationToken);
            for (var end = i + run; i < end; i++)
            {
                var bytes = entries[(int)(matches.Places[i] - first)];
                if (!bytes.IsEmpty)
                    found.Add(new FoundEntry(matches.Places[i], EntryForm.Read(bytes)));
            }
        }

        return new FoundEntries(found, matches.NextAfter, head.Size);
    }

    /// <summary>The entry at a place.</summary>
    public async ValueTask<FoundEntry> ReadAsync(long place, CancellationToken cancellationToken = default)
    {
        var head = await store.LoadAsync(cancellationToken);
        if (place < 0 || place >= head.Size)
            throw LedgerErrors.NoSuchEntry(place, head.Size);
        var entries = await store.ReadEntriesAsync(place, 1, cancellationToken);
        return entries is [{ IsEmpty: false } bytes]
            ? new FoundEntry(place, EntryForm.Read(bytes))
            : throw LedgerErrors.PrunedEntry(place);
    }

    /// <summary>How many of the places from one on stand side by side, and can be read at once.</summary>
    private static int RunOf(IReadOnlyList<long> places, int from)
    {
        var run = 1;
        while (from + run < places.Count && run < LedgerLimits.MaxEntriesRead
            && Math.Abs(places[from + run] - places[from]) == run)
        {
            run++;
        }

        return run;
    }

    /// <summary>Refuses what cannot be searched for.</summary>
    public static void Require(LedgerQuery query)
    {
        if (query.Limit is < 1 or > SearchLimits.MaxPageSize)
            throw Wrong($"A page has 1 to {SearchLimits.MaxPageSize} entries.");
        if (query.Text is not { } text)
            return;
        if (text.Length > SearchLimits.MaxTextLength)
            throw Wrong($"A text has at most {SearchLimits.MaxTextLength} characters.");
        if (SqliteLedgerIndex.MatchOf(text).Length == 0)
            throw Wrong("The text has no word in it.");
    }

    private static FabricException Wrong(string why) => new(ErrorTable.Usage,
        "The ledger cannot be searched like that.", why, "Correct the search.");
}
