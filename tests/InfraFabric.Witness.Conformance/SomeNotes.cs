using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Witness.Conformance;

/// <summary>Notes to write into ledgers.</summary>
public static class SomeNotes
{
    public static readonly TraceToken Trace = TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab");

    public static WitnessNote Of(string actor, string operation) => new()
    {
        Trace = Trace,
        Actor = actor,
        Component = "coordinator",
        Operation = operation,
        Subject = "tasks/0198c5a2-1f00-7abc-8def-0123456789ac",
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Why = "a test says so",
    };

    /// <summary>Notes of an outbox, as many commits left them, from a revision on.</summary>
    public static IReadOnlyList<PositionedNote> OfOutbox(long firstRevision, int count, int actors = 3) =>
    [
        .. Enumerable.Range(0, count).Select(i => new PositionedNote(
            new NotePosition(firstRevision + i, 0),
            Of($"if://agent/a{(firstRevision + i) % actors}/0", $"op.{firstRevision + i}"))),
    ];
}
