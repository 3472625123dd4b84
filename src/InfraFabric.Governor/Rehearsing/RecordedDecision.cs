using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Rehearsing;

/// <summary>Something that was decided.</summary>
/// <param name="At">When.</param>
/// <param name="Subject">About what: the key of a record.</param>
/// <param name="Parameters">The particulars of its note.</param>
/// <param name="Cost">What it has cost.</param>
public sealed record RecordedDecision(
    DateTimeOffset At, string Subject, IReadOnlyDictionary<string, string> Parameters, Money? Cost);
