using InfraFabric.Coordinator.Governed;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <summary>A swarm on the board.</summary>
internal sealed class SwarmEntry(string name)
{
    public string Name { get; } = name;

    /// <summary>What the notes of its claims say besides.</summary>
    public IReadOnlyDictionary<string, string> ClaimParameters { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["swarm"] = name };

    public RecordKey SessionKey { get; } = new(Keys.Sessions + name);

    /// <summary>Null until it is known, and once it has left.</summary>
    public SwarmProfile? Profile { get; set; }

    public long ProfileRevision { get; set; }

    public CapabilitySet? Set { get; set; }

    /// <summary>What the governor keeps of it, if anything.</summary>
    public RegistryRecord? Registry { get; set; }

    /// <summary>Null while it has no history.</summary>
    public double? Reputation { get; set; }

    /// <summary>Null while it is closed.</summary>
    public BreakerState? Breaker { get; set; }

    /// <summary>Claims that have failed in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Its reputation for what an hour of it costs; 0 if nobody has said what it costs.</summary>
    public double Worth { get; set; }

    /// <summary>The capabilities that count.</summary>
    public IReadOnlyList<string> Offers => Registry?.Capabilities ?? Profile?.Capabilities ?? [];

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

    /// <summary>How many tasks it may have at once: one to show itself, and none while it is stopped.</summary>
    public int Capacity => (Profile, Breaker) switch
    {
        (null or { Draining: true }, _) or (_, BreakerState.Open) => 0,
        (_, BreakerState.HalfOpen) => 1,
        _ => Profile.Capacity,
    };

    public bool MayTake => Session != 0 && Busy < Capacity;

    /// <summary>Whether work can be pushed to it from here.</summary>
    public bool IsIdleHere => Stream is not null && MayTake;

    /// <summary>Whether nothing is known of it any more.</summary>
    public bool IsUnknown => this is
    {
        Profile: null, Session: 0, Held.Count: 0, Offered.Count: 0, Registry: null, Reputation: null, Breaker: null,
        Failures: 0
    };

    /// <summary>The keys of what the governor says of it, and of its failures.</summary>
    public IEnumerable<string> GovernedKeys
    {
        get
        {
            if (Registry is not null)
                yield return Keys.Registry + Name;
            if (Reputation is not null)
                yield return Keys.Reputation + Name;
            if (Breaker is not null)
                yield return Keys.Breakers + Name;
            if (Failures > 0)
                yield return Keys.Failures + Name;
        }
    }
}
