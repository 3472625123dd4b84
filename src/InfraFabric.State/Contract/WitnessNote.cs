using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.State.Contract;

/// <summary>
/// What a commit tells the witness: who did what to which subject, why, and with which outcome. It is stored by the
/// commit itself and becomes an entry of the ledger afterwards. It never holds a secret.
/// </summary>
public sealed record WitnessNote
{
    /// <summary>Finds all that one request caused.</summary>
    public required TraceToken Trace { get; init; }

    /// <summary>Who: an <c>if://</c> name.</summary>
    public required string Actor { get; init; }

    /// <summary>The part that acted, such as <c>coordinator</c>.</summary>
    public required string Component { get; init; }

    /// <summary>What was done, such as <c>task.claim</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>To what, such as the key of the record.</summary>
    public required string Subject { get; init; }

    /// <summary>When, by the clock of the process that committed.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The reason given by whoever asked for it.</summary>
    public string? Why { get; init; }

    /// <summary>How it ended, such as <c>done</c> or <c>expired</c>.</summary>
    public string Outcome { get; init; } = "done";

    /// <summary>Whether it is an attempt, a check of one, or what came of it.</summary>
    public NoteStage Stage { get; init; }

    public NoteSeverity Severity { get; init; }

    /// <summary>What it has cost.</summary>
    public Money? Cost { get; init; }

    /// <summary>The claim under which it was done.</summary>
    public long? Fence { get; init; }

    /// <summary>Particulars. The ledger blots out what looks like a secret; none should be given to it.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>
    /// Particulars about a person. The ledger keeps a commitment to each, and the text apart, where it can be erased.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Personal { get; init; }
}
