using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Migration;

/// <summary>What a migration would do. Making it changes nothing.</summary>
public sealed record MigrationPlan
{
    /// <summary>Which repository the boards belong to: its first commit, which every clone has.</summary>
    public required string Repository { get; init; }

    /// <summary>How many boards and status files were read.</summary>
    public required int FilesRead { get; init; }

    /// <summary>In an order in which each follows what it depends on.</summary>
    public required IReadOnlyList<MigrationTask> Tasks { get; init; }

    public required IReadOnlyList<MigrationSwarm> Swarms { get; init; }

    /// <summary>What contradicts itself: settled on the boards, or confirmed, before it is imported.</summary>
    public required IReadOnlyList<MigrationConflict> Conflicts { get; init; }

    /// <summary>What looks like part of a board and could not be read: it is not imported.</summary>
    public required IReadOnlyList<UnreadLine> Unread { get; init; }

    /// <summary>
    /// The part of the plan that moves one swarm: the swarm, the tasks labelled with its session, and the tasks that
    /// those wait for.
    /// </summary>
    public MigrationPlan ForSwarm(SwarmName swarm)
    {
        var byLabel = Tasks.ToDictionary(task => task.Label, StringComparer.Ordinal);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<MigrationTask>(Tasks.Where(task => task.Session == swarm.Text));
        while (open.TryPop(out var task))
        {
            if (!needed.Add(task.Label))
                continue;
            foreach (var label in task.DependsOn)
                open.Push(byLabel[label]);
        }

        return this with
        {
            Tasks = [.. Tasks.Where(task => needed.Contains(task.Label))],
            Swarms = [.. Swarms.Where(known => known.Name == swarm)],
        };
    }
}
