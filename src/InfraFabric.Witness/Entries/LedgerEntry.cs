using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Witness.Entries;

/// <summary>
/// One thing that happened, as the ledger keeps it. Its bytes are canonical JSON; their hash is a leaf of the tree.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>Counts the entries of its actor from 1 on without a gap, so that a missing one is noticed.</summary>
    public required long Sequence { get; init; }

    /// <summary>Finds all that one request caused.</summary>
    public required TraceToken Trace { get; init; }

    /// <summary>Who: an <c>if://</c> name.</summary>
    public required string Actor { get; init; }

    /// <summary>The part that acted.</summary>
    public required string Component { get; init; }

    public required string Operation { get; init; }

    /// <summary>To what it was done.</summary>
    public required string Subject { get; init; }

    /// <summary>When, by the clock of the process that did it.</summary>
    public required DateTimeOffset Time { get; init; }

    public string? Why { get; init; }

    /// <summary>Whether it is an attempt, a check of one, or what came of it. They share the trace.</summary>
    public NoteStage Stage { get; init; } = NoteStage.Outcome;

    public required string Outcome { get; init; }

    public NoteSeverity Severity { get; init; } = NoteSeverity.Info;

    /// <summary>The claim under which it was done.</summary>
    public long? Fence { get; init; }

    public Money? Cost { get; init; }

    /// <summary>The commit that it belongs to, and its place among the notes of that commit.</summary>
    public NotePosition Position { get; init; }

    /// <summary>Particulars, redacted.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Particulars about a person: a commitment to each. The text behind it can be erased.</summary>
    public IReadOnlyDictionary<string, string>? Personal { get; init; }
}
