using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <summary>A swarm on the board.</summary>
internal sealed class SwarmEntry(string name)
{
    public string Name { get; } = name;

    public RecordKey SessionKey { get; } = new(Keys.Sessions + name);

    /// <summary>Null until it is known, and once it has left.</summary>
    public SwarmProfile? Profile { get; set; }

    public long ProfileRevision { get; set; }

    public CapabilitySet? Set { get; set; }

    /// <summary>The revision that began its session; 0 if it has none.</summary>
    public long Session { get; set; }

    public SessionRecord? SessionRecord { get; set; }

    /// <summary>Since when it has been without a session, as far as this server knows; null while it has one.</summary>
    public DateTimeOffset? AwaySince { get; set; }

    /// <summary>The tasks it owns.</summary>
    public HashSet<TaskEntry> Held { get; } = [];

    /// <summary>The tasks assigned to it that it has not accepted yet.</summary>
    public HashSet<TaskEntry> Offered { get; } = [];

    /// <summary>Tasks that are about to be assigned to it or claimed by it.</summary>
    public int Coming { get; set; }

    /// <summary>Its event stream, if that is connected to this server.</summary>
    public SwarmStream? Stream { get; set; }

    /// <summary>When the session that its stream keeps is due for its next sign of life.</summary>
    public long KeepAt { get; set; }

    /// <summary>Whether it stands among the idle ones of its set.</summary>
    public bool Listed { get; set; }

    public double Load { get; set; }

    public long LastServed { get; set; }

    public int Busy => Held.Count + Offered.Count + Coming;

    public bool MayTake => Session != 0 && Profile is { Draining: false } profile && Busy < profile.Capacity;

    /// <summary>Whether work can be pushed to it from here.</summary>
    public bool IsIdleHere => Stream is not null && MayTake;
}
