using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Breakers;

/// <summary>
/// What the coordinator writes under <c>failures/{swarm}</c> when a task fails, and removes when the swarm's next one
/// is completed. While the swarm is tried, it writes a count of nothing then.
/// </summary>
internal sealed record FailuresRecord
{
    internal const string Prefix = "failures/";

    /// <summary>How many in a row.</summary>
    public int Count { get; init; }

    /// <summary>The task that failed last.</summary>
    public string? Task { get; init; }

    public string? Reason { get; init; }

    public static RecordKey KeyOf(SwarmName swarm) => new($"{Prefix}{swarm}");
}
