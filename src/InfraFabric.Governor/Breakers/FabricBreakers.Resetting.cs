using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Breakers;

/// <content>What humans do to breakers. Whether the caller is one is its caller's to see.</content>
public sealed partial class FabricBreakers
{
    // Each reservation that a half-open one lets through changes it.
    private const int MaxRaces = 20;

    /// <summary>Opens a breaker by hand.</summary>
    public ValueTask<ResetOutcome> OpenAsync(
        SwarmName swarm, Cause cause, CancellationToken cancellationToken = default) =>
        MoveAsync(
            swarm,
            record => ReadOrNull(record)?.State == BreakerState.Open
                ? (ResetVerdict.Already, null)
                : (ResetVerdict.Done, Opening(
                    new BreakerOpening(swarm, BreakerReason.Manual, $"it was opened by hand{Because(cause)}."),
                    record is null ? null : (Read(record), record.ModifyRevision), cause, [])),
            cancellationToken);

    /// <summary>Moves a breaker back, which a human has approved: to half-open, or closed at once.</summary>
    public async ValueTask<ResetOutcome> ResetAsync(
        SwarmName swarm, bool close, Cause cause, CancellationToken cancellationToken = default)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var found = await _store.GetAsync(BreakerRecord.KeyOf(swarm), null, cancellationToken);
            if (found is null)
                return new ResetOutcome(ResetVerdict.NotFound, swarm, null);
            if (Read(found).State == BreakerState.HalfOpen && !close)
                return new ResetOutcome(ResetVerdict.Already, swarm, StatusOf(swarm, found));
            if (await TryResetAsync(swarm, found, close, cause, cancellationToken) is { } outcome)
                return outcome;
        }

        throw Races(swarm);
    }

    /// <summary>Writes down that somebody wants a breaker moved back, for another to approve.</summary>
    public ValueTask<ResetOutcome> AskAsync(
        SwarmName swarm, bool close, Cause cause, CancellationToken cancellationToken = default) =>
        MoveAsync(swarm, record => AskFor(swarm, record, close, cause), cancellationToken);

    /// <summary>Approves what somebody else has asked for.</summary>
    public async ValueTask<ResetOutcome> ApproveAsync(
        string id, Cause cause, CancellationToken cancellationToken = default)
    {
        var asked = List().FirstOrDefault(breaker => breaker.Asked?.Id == id);
        if (asked?.Asked is not { } ask || ask.At + BreakerLimits.AskedFor < _time.GetUtcNow())
            return new ResetOutcome(ResetVerdict.NotFound, null, null);
        if (ask.By == cause.Actor)
            return new ResetOutcome(ResetVerdict.SameIdentity, asked.Swarm, asked);
        for (var race = 0; race < MaxRaces; race++)
        {
            var found = await _store.GetAsync(BreakerRecord.KeyOf(asked.Swarm), null, cancellationToken);
            if (found is null || Read(found).Asked?.Id != id)
                return new ResetOutcome(ResetVerdict.NotFound, asked.Swarm, null);
            if (await TryResetAsync(asked.Swarm, found, ask.Close, cause, cancellationToken) is { } outcome)
                return outcome;
        }

        throw Races(asked.Swarm);
    }

    /// <summary>Moves a breaker back from where it was found; null if it is elsewhere by now.</summary>
    private async ValueTask<ResetOutcome?> TryResetAsync(
        SwarmName swarm, Record found, bool close, Cause cause, CancellationToken cancellationToken)
    {
        var before = Read(found);
        var failuresKey = FailuresRecord.KeyOf(swarm);
        var failures = await _store.GetAsync(failuresKey, null, cancellationToken);
        // What failed before is forgiven, but where only a success can show that the cause is gone.
        var count = failures is null ? 0 : RecordBytes.ReadFailures(failures).Count;
        var tried = before.Reason == BreakerReason.Failures && !close && count > 0;
        var after = before with
        {
            State = BreakerState.HalfOpen,
            Since = _time.GetUtcNow(),
            ApprovedBy = cause.Actor,
            Asked = null,
            Trial = null,
            Turn = before.Turn + 1,
            Failures = tried ? count : 0,
        };
        var guards = new List<Guard> { Guard.Unchanged(found.Key, found.ModifyRevision) };
        var writes = new List<Write>
        {
            close ? Write.Delete(found.Key) : Write.Put(found.Key, RecordBytes.Of(after)),
        };
        guards.Add(failures is null
            ? Guard.Absent(failuresKey)
            : Guard.Unchanged(failuresKey, failures.ModifyRevision));
        if (failures is not null && !tried)
            writes.Add(Write.Delete(failuresKey));
        await AnswerAsync(before, cause, guards, writes, cancellationToken);
        var note = Note(swarm, close ? "breaker.close" : "breaker.half_open", before, cause);
        var outcome = await _store.CommitAsync(new Commit(guards, writes, [note]), cancellationToken);
        if (!outcome.Succeeded)
            return null;
        await _breakers.SeenAsync(outcome.Revision);
        return new ResetOutcome(
            ResetVerdict.Done, swarm, close ? null : new BreakerStatus(swarm, after, outcome.Revision));
    }

    /// <summary>With the approval, what told of the breaker is answered.</summary>
    private async ValueTask AnswerAsync(
        BreakerRecord breaker, Cause cause, List<Guard> guards, List<Write> writes, CancellationToken cancellationToken)
    {
        if (!EscalationId.TryParse(breaker.Escalation, out var id)
            || await _store.GetAsync(id.Key, null, cancellationToken) is not { } record
            || RecordBytes.ReadEscalation(record) is not { State: EscalationState.Open } escalation)
        {
            return;
        }

        guards.Add(Guard.Unchanged(record.Key, record.ModifyRevision));
        writes.Add(Write.Put(record.Key, RecordBytes.Of(escalation.Closed(cause, _time.GetUtcNow()))));
    }

    private async ValueTask<ResetOutcome> MoveAsync(
        SwarmName swarm, Func<Record?, (ResetVerdict, Commit?)> decide, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var found = await _store.GetAsync(BreakerRecord.KeyOf(swarm), null, cancellationToken);
            var (verdict, commit) = decide(found);
            if (commit is null)
                return new ResetOutcome(verdict, swarm, found is null ? null : StatusOf(swarm, found));

            var outcome = await _store.CommitAsync(commit, cancellationToken);
            if (!outcome.Succeeded)
                continue;
            await _breakers.SeenAsync(outcome.Revision);
            return new ResetOutcome(verdict, swarm, Find(swarm));
        }

        throw Races(swarm);
    }

    private (ResetVerdict Verdict, Commit? Commit) AskFor(SwarmName swarm, Record? record, bool close, Cause cause)
    {
        if (record is null)
            return (ResetVerdict.NotFound, null);
        var breaker = Read(record);
        if (breaker.State == BreakerState.HalfOpen && !close)
            return (ResetVerdict.Already, null);
        var ask = new ResetAsk(_ids.Next().ToString("D"), cause.Actor, _time.GetUtcNow(), cause.Why, close);
        var escalation = new EscalationDraft(
            EscalationKind.Approval, record.Key.Text, EscalationSeverity.Medium,
            $"{cause.Actor} asks that the breaker of '{swarm}' be {(close ? "closed" : "tried again")}"
                + $"{Because(cause)}. Another operator approves it: ifctl governor approve {ask.Id}");
        return (ResetVerdict.Asked, new Commit(
            [Guard.Unchanged(record.Key, record.ModifyRevision)],
            [
                Write.Put(record.Key, RecordBytes.Of(breaker with { Asked = ask, Turn = breaker.Turn + 1 })),
                escalation.ToWrite(EscalationId.New(_ids), cause, ask.At),
            ],
            [Note(swarm, "breaker.ask", breaker, cause)]));
    }

    private static BreakerStatus StatusOf(SwarmName swarm, Record record) =>
        new(swarm, Read(record), record.ModifyRevision);

    private static BreakerRecord? ReadOrNull(Record? record) => record is null ? null : Read(record);

    // One that cannot be read is open, and can be moved back all the same.
    private static BreakerRecord Read(Record record) => BreakerBook.ReadOrDamaged(record);

    private static string Because(Cause cause) => cause.Why is { } why ? $" ({why})" : "";

    private static FabricException Races(SwarmName swarm) => new(ErrorTable.Overloaded,
        $"The breaker of '{swarm}' could not be moved.", "It was changed again and again meanwhile.", "Try again.");

    private WitnessNote Note(SwarmName swarm, string operation, BreakerRecord before, Cause cause) => new()
    {
        Trace = cause.Trace,
        Actor = cause.Actor,
        Component = "governor",
        Operation = operation,
        Subject = BreakerRecord.KeyOf(swarm).Text,
        Time = _time.GetUtcNow(),
        Why = cause.Why,
        Severity = NoteSeverity.Medium,
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["before"] = before.State == BreakerState.Open ? "open" : "half_open",
            ["reason"] = before.Reason.Name(),
        },
    };
}
