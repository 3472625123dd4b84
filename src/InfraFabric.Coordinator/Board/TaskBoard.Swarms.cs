using System.Text.Json;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <content>Swarms: their profiles and sessions, and which tasks are with whom.</content>
internal sealed partial class TaskBoard
{
    public SwarmEntry? FindSwarm(string name)
    {
        lock (_lock)
            return _swarms.GetValueOrDefault(name) is { Profile: not null } swarm ? swarm : null;
    }

    private SwarmEntry SwarmOf(string name)
    {
        if (!_swarms.TryGetValue(name, out var swarm))
            _swarms.Add(name, swarm = new SwarmEntry(name) { AwaySince = time.GetUtcNow() });
        return swarm;
    }

    private void ApplySwarm(string name, Record? record)
    {
        var swarm = SwarmOf(name);
        Unlist(swarm);
        SwarmCount += (record is null ? 0 : 1) - (swarm.Profile is null ? 0 : 1);
        swarm.Profile = record is null
            ? null
            : JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.SwarmProfile);
        swarm.ProfileRevision = record?.ModifyRevision ?? 0;
        Rate(swarm);
        if (swarm is { Stream: { } stream, Profile: { } profile })
        {
            stream.Orchestrates = profile.Orchestrator;
            TellSwarm(swarm, new StreamEvent(StreamEventKind.Profile, swarm: profile));
        }

        List(swarm);
        if (swarm.IsUnknown)
            _swarms.Remove(name);
    }

    private void ApplySession(string name, Record? record)
    {
        var swarm = SwarmOf(name);
        Unlist(swarm);
        swarm.Session = record?.ModifyRevision ?? 0;
        swarm.AwaySince = record is null ? time.GetUtcNow() : null;
        swarm.SessionRecord = record is null
            ? null
            : JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.SessionRecord);
        foreach (var task in swarm.Held)
        {
            if (task.Record.Claim?.Session != swarm.Session)
                AddChore(ChoreKind.SessionOver, task);
        }

        foreach (var task in swarm.Offered)
        {
            if (swarm.Session == 0)
                AddChore(ChoreKind.OfferOver, task);
        }

        // A stream belongs to the session that opened it.
        if (swarm.Stream is { } stream && stream.Session != swarm.Session)
        {
            swarm.Stream = null;
            stream.End(StreamEnd.SessionOver);
        }

        List(swarm);
    }

    /// <summary>Keeps who holds and is offered what in step with a task's record, and tells those concerned.</summary>
    private void MoveBetweenSwarms(TaskEntry task, TaskRecord before)
    {
        var after = task.Record;
        if (before.Offer != after.Offer)
        {
            if (before.Offer is not null)
                Withdraw(task, before.Offer);
            if (after.Offer is not null)
                Offer(task, after.Offer);
        }

        if (before.Claim == after.Claim)
            return;
        if (before.Claim is not null && before.Claim.Swarm != after.Claim?.Swarm)
            Change(before.Claim.Swarm, swarm => swarm.Held.Remove(task));
        if (before.Claim is not null && !IsSameClaim(before.Claim, after.Claim))
            TellSwarm(SwarmOf(before.Claim.Swarm), EventOf(StreamEventKind.ClaimEnded, task));
        if (after.Claim is not { } claim)
            return;
        Change(claim.Swarm, swarm => swarm.Held.Add(task));
        if (SwarmOf(claim.Swarm).Session != claim.Session)
            AddChore(ChoreKind.SessionOver, task);
        if (before.Claim?.Phase == WorkPhase.Blocked && claim.Phase != WorkPhase.Blocked)
            TellSwarm(SwarmOf(claim.Swarm), EventOf(StreamEventKind.Unblocked, task));
    }

    private static bool IsSameClaim(ClaimState before, ClaimState? after) =>
        after is not null && after.Swarm == before.Swarm && after.Session == before.Session
        && after.Since == before.Since;

    private void Offer(TaskEntry task, OfferState offer)
    {
        Change(offer.Swarm, swarm => swarm.Offered.Add(task));
        var swarm = SwarmOf(offer.Swarm);
        TellSwarm(swarm, EventOf(StreamEventKind.Assigned, task));
        if (swarm.Session == 0)
            AddChore(ChoreKind.OfferOver, task);
        else
            _agenda.Add(offer.Until, ChoreKind.OfferOver, task);
    }

    private void Withdraw(TaskEntry task, OfferState offer)
    {
        Change(offer.Swarm, swarm => swarm.Offered.Remove(task));
        if (task.Record.Claim?.Swarm != offer.Swarm)
            TellSwarm(SwarmOf(offer.Swarm), EventOf(StreamEventKind.Withdrawn, task));
    }

    /// <summary>Changes what a swarm has to do, and its place among the idle ones with it.</summary>
    private void Change(string name, Action<SwarmEntry> change)
    {
        var swarm = SwarmOf(name);
        Unlist(swarm);
        change(swarm);
        if (swarm.Offered.Count > 1)
            _crowded.Add(swarm);
        else
            _crowded.Remove(swarm);
        List(swarm);
    }

    private void Unlist(SwarmEntry swarm)
    {
        if (!swarm.Listed)
            return;
        swarm.Set!.Idle.Remove(swarm);
        swarm.Listed = false;
        _idleHere--;
    }

    private void List(SwarmEntry swarm)
    {
        if (swarm.Listed || !swarm.IsIdleHere)
            return;
        swarm.Load = swarm.Busy / (swarm.Profile!.Capacity * swarm.Profile.Weight);
        swarm.Set!.Idle.Add(swarm);
        swarm.Listed = true;
        _idleHere++;
        _freshlyIdle.Add(swarm);
    }

    private CapabilitySet SetOf(IReadOnlyList<string> capabilities)
    {
        var name = string.Join(',', capabilities);
        if (_sets.TryGetValue(name, out var set))
            return set;
        _sets.Add(name, set = new CapabilitySet(capabilities));
        foreach (var lane in _lanes.Values)
            Link(lane, set);
        return set;
    }

    private void ApplyMember(string name, Record? record)
    {
        if (record is null)
            _members.Remove(name);
        else if (JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.MemberRecord) is { } member)
            _members[name] = member;
    }
}
