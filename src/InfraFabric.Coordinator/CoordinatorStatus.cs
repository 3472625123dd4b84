using InfraFabric.Coordinator.Hosting;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <summary>How a coordinator and its store stand.</summary>
public sealed record CoordinatorStatus
{
    public required StateStats Store { get; init; }

    public required IReadOnlyList<MemberRecord> Members { get; init; }

    /// <summary>The revision up to which this coordinator knows the store.</summary>
    public required long Revision { get; init; }

    /// <summary>Revisions of the store that are not known here yet.</summary>
    public long Lag => Math.Max(0, Store.Revision - Revision);

    public required int Swarms { get; init; }

    /// <summary>Those with a session.</summary>
    public required int SwarmsAtWork { get; init; }

    /// <summary>Event streams that are connected to this server.</summary>
    public required int Streams { get; init; }

    public required IReadOnlyDictionary<TaskState, int> Tasks { get; init; }

    public required int Blockers { get; init; }

    public required ClaimRates Claims { get; init; }
}
