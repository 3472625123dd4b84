using InfraFabric.Api.Tasks;

namespace InfraFabric.Api.Swarms;

/// <summary>
/// What an event stream tells. Its kind is the event's name; what does not belong to that kind is left out.
/// </summary>
public sealed record SwarmEventBody
{
    public required long Revision { get; init; }

    public TaskBody? Task { get; init; }

    public BlockerBody? Blocker { get; init; }

    public SwarmBody? Swarm { get; init; }

    /// <summary>The help that the swarm is asked for.</summary>
    public HelpCallBody? Help { get; init; }

    /// <summary>In a picture: the tasks that the swarm owns, as far as they are not told one by one.</summary>
    public IReadOnlyList<string>? Held { get; init; }

    /// <summary>In a picture: the tasks that are assigned to it.</summary>
    public IReadOnlyList<string>? Offered { get; init; }

    /// <summary>In a picture: the tasks that it is asked to help with. Each follows by itself.</summary>
    public IReadOnlyList<string>? Helps { get; init; }

    /// <summary>In the picture of an orchestrator: the tasks with a blocker. Each blocker follows by itself.</summary>
    public IReadOnlyList<string>? Blockers { get; init; }
}
