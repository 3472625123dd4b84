using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Witness.Tests;

/// <summary>Notes to write into ledgers.</summary>
internal static class SomeNotes
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
}
