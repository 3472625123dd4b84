using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <content>Sessions: who is at work, and whose signs of life come from a stream here.</content>
internal sealed partial class TaskBoard
{
    /// <summary>The session of a swarm; 0 if it has none.</summary>
    public long SessionOf(string swarm)
    {
        lock (_lock)
            return _swarms.GetValueOrDefault(swarm)?.Session ?? 0;
    }

    /// <summary>Whether the swarm of a claim has begun another session since.</summary>
    public bool IsBack(ClaimState claim) => SessionOf(claim.Swarm) is var session and not 0 && session != claim.Session;

    public bool IsAtWork(string swarm, long session) => SessionOf(swarm) == session;

    /// <summary>Swarms that have had no session for so long, and nothing to do.</summary>
    public IReadOnlyList<(SwarmName Name, long ProfileRevision)> AwayFor(TimeSpan atLeast)
    {
        lock (_lock)
        {
            var since = time.GetUtcNow() - atLeast;
            return
            [
                .. _swarms.Values.Where(swarm => swarm is { Profile: not null, Busy: 0 } && swarm.AwaySince <= since)
                    .Select(swarm => (SwarmName.Parse(swarm.Name), swarm.ProfileRevision)),
            ];
        }
    }

    /// <summary>
    /// The leases of the sessions that are due for a sign of life: at a third of their time to live, so that two may be
    /// lost.
    /// </summary>
    public IReadOnlyList<LeaseId> SessionsDue()
    {
        var due = new List<LeaseId>();
        lock (_lock)
        {
            var now = time.GetTimestamp();
            foreach (var stream in _streams)
            {
                if (stream.Swarm is not { } name || _swarms.GetValueOrDefault(name) is not { } swarm
                    || swarm.Stream != stream || swarm is not { SessionRecord: { } session, Profile: { } profile }
                    || swarm.KeepAt > now)
                {
                    continue;
                }

                swarm.KeepAt = now + (profile.SessionTtlS * time.TimestampFrequency / 3);
                due.Add(new LeaseId(session.Lease));
            }
        }

        return due;
    }
}
