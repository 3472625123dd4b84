using InfraFabric.Core.Units;

namespace InfraFabric.Api.Witness;

/// <summary>One thing that happened, as the ledger keeps it.</summary>
public sealed record WitnessEntryBody
{
    /// <summary>Its place in the ledger, counted from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Counts the entries of its actor from 1 on, without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>Finds all that one request caused.</summary>
    public required string Trace { get; init; }

    /// <summary>Who: an if:// name.</summary>
    public required string Actor { get; init; }

    /// <summary>The part that acted.</summary>
    public required string Component { get; init; }

    /// <summary>What was done, such as task.claim.</summary>
    public required string Operation { get; init; }

    /// <summary>To what it was done, such as the key of a record.</summary>
    public required string Subject { get; init; }

    /// <summary>When, by the clock of the server that did it.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The reason that was given.</summary>
    public string? Why { get; init; }

    /// <summary>Whether it is an attempt, a check of one, or what came of it: attempt, check, outcome.</summary>
    public required string Stage { get; init; }

    /// <summary>How it ended, such as done or denied.</summary>
    public required string Outcome { get; init; }

    /// <summary>How much it concerns a human: info, low, medium, high, critical.</summary>
    public required string Severity { get; init; }

    /// <summary>The claim under which it was done.</summary>
    public long? Fence { get; init; }

    /// <summary>What it has cost.</summary>
    public Money? Cost { get; init; }

    /// <summary>The revision of the commit that it belongs to.</summary>
    public required long Revision { get; init; }

    /// <summary>Particulars, redacted.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Particulars about a person: a commitment to each.</summary>
    public IReadOnlyDictionary<string, string>? Personal { get; init; }

    /// <summary>Proves to anybody that it is in the ledger (C2SP tlog-proof); only where it is asked for.</summary>
    public string? Proof { get; init; }

    /// <summary>The names of those whose texts are erased.</summary>
    public IReadOnlyList<string>? PersonalErased { get; init; }

    /// <summary>The texts that are kept, by their names; only for an operator who asks for this one entry.</summary>
    public IReadOnlyDictionary<string, PersonalTextBody>? PersonalTexts { get; init; }
}
