using InfraFabric.Core.Ids;

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

    /// <summary>The claim under which it was done.</summary>
    public long? Fence { get; init; }

    /// <summary>Particulars, already redacted.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
