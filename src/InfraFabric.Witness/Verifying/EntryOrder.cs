using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Entries;

namespace InfraFabric.Witness.Verifying;

/// <summary>
/// Holds each entry against those before it: that no sequence has a gap or a repetition, that commits are in order, and
/// that nothing is dated back.
/// </summary>
internal sealed class EntryOrder(TimeSpan skew)
{
    private const int MaxActorOnStack = 256;

    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private NotePosition _position = NotePosition.Start;
    private DateTimeOffset _latest = DateTimeOffset.MinValue;
    private long _latestIndex;

    /// <summary>Whether entries before the first one that is seen are known by their hashes only.</summary>
    public bool BeginsLater { get; set; }

    /// <summary>How many actors were seen.</summary>
    public int Actors => _sequences.Count;

    /// <summary>What is wrong with an entry; null if nothing is.</summary>
    public string? ProblemOf(ReadOnlyMemory<byte> bytes, long index)
    {
        if (EntryScan.TryRead(bytes.Span, out var facts))
            return ProblemOf(facts, index);
        if (!EntryScan.TryReadSlowly(bytes, out var entry, out var problem))
            return problem;
        return ProblemOf(FactsOf(entry!), index);
    }

    // Written as the quick way finds it, so that an actor is the same whichever way its entries are read.
    private static EntryFacts FactsOf(LedgerEntry entry)
    {
        var written = Core.Json.CanonicalJson.From(System.Text.Json.Nodes.JsonValue.Create(entry.Actor));
        return new EntryFacts
        {
            Actor = written.AsSpan(1, written.Length - 2),
            Sequence = entry.Sequence,
            Position = entry.Position,
            Time = entry.Time,
        };
    }

    private string? ProblemOf(EntryFacts facts, long index) =>
        SequenceProblem(facts) ?? PositionProblem(facts.Position) ?? TimeProblem(facts.Time, index);

    private string? SequenceProblem(EntryFacts facts)
    {
        Span<char> buffer = stackalloc char[MaxActorOnStack];
        var actor = facts.Actor.Length <= MaxActorOnStack
            ? buffer[..Encoding.UTF8.GetChars(facts.Actor, buffer)]
            : Encoding.UTF8.GetString(facts.Actor).AsSpan();
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _sequences.GetAlternateLookup<ReadOnlySpan<char>>(), actor, out var seen);
        var before = last;
        last = facts.Sequence;
        if (facts.Sequence == before + 1 || (!seen && BeginsLater && facts.Sequence > 0))
            return null;
        return facts.Sequence > before
            ? $"Entries of {actor} are missing: its entry {facts.Sequence} follows its entry {before}."
            : $"Entry {facts.Sequence} of {actor} is there again, or too late: it follows its entry {before}.";
    }

    private string? PositionProblem(NotePosition position)
    {
        // What was not left by a commit has no place among them.
        if (position == NotePosition.Start)
            return null;
        if (position <= _position)
        {
            return $"It is out of order: revision {position.Revision}, note {position.Order}, stands after revision"
                + $" {_position.Revision}, note {_position.Order}.";
        }

        _position = position;
        return null;
    }

    private string? TimeProblem(DateTimeOffset time, long index)
    {
        if (time >= _latest)
        {
            (_latest, _latestIndex) = (time, index);
            return null;
        }

        return _latest - time <= skew ? null : string.Create(CultureInfo.InvariantCulture,
            $"It is dated back: it says {time.UtcDateTime:O}, {(_latest - time).TotalSeconds:0} s before entry"
            + $" {_latestIndex}, and clocks may differ by {skew.TotalSeconds:0} s.");
    }
}
