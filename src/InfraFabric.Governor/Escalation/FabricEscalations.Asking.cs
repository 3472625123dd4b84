using InfraFabric.Core.Errors;
using InfraFabric.Governor.Messages;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Escalation;

/// <content>What humans ask for: to close one, to send a message again, to try a channel.</content>
public sealed partial class FabricEscalations
{
    /// <summary>Closes an escalation; the reason of the cause says what was done about it.</summary>
    public async ValueTask<CloseVerdict> CloseAsync(
        EscalationId id, Cause cause, CancellationToken cancellationToken = default)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await _store.GetAsync(id.Key, null, cancellationToken) is not { } record)
                return CloseVerdict.NotFound;
            var escalation = RecordBytes.ReadEscalation(record);
            if (escalation.State == EscalationState.Closed)
                return CloseVerdict.Done;
            var closed = escalation.Closed(cause, _time.GetUtcNow());
            var outcome = await _store.CommitAsync(
                new Commit(
                    [Guard.Unchanged(id.Key, record.ModifyRevision)], [Write.Put(id.Key, RecordBytes.Of(closed))],
                    [Note("escalation.close", id.Key.Text, cause)]),
                cancellationToken);
            if (!outcome.Succeeded)
                continue;
            await _following.SeenAsync(outcome.Revision);
            return CloseVerdict.Done;
        }

        throw Races("The escalation");
    }

    /// <summary>Sends a message again that was given up: at once, and as often as a new one.</summary>
    public async ValueTask<CloseVerdict> ResendAsync(
        string channel, long number, Cause cause, CancellationToken cancellationToken = default)
    {
        if (_messages.Find(channel, number) is null)
            return CloseVerdict.NotFound;
        var key = MessageRecord.KeyOf(channel, number);
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await _store.GetAsync(key, null, cancellationToken) is not { } record)
                return CloseVerdict.NotFound;
            var message = RecordBytes.ReadMessage(record);
            if (message.State != MessageState.Dead)
                return message.State == MessageState.Sent ? CloseVerdict.NotDead : CloseVerdict.Done;
            var again = message with
            {
                State = MessageState.Waiting,
                Attempts = 0,
                NotBefore = _time.GetUtcNow(),
                EndedAt = null,
            };
            var outcome = await _store.CommitAsync(
                new Commit(
                    [Guard.Unchanged(key, record.ModifyRevision)], [Write.Put(key, RecordBytes.Of(again))],
                    [Note("escalation.resend", key.Text, cause)]),
                cancellationToken);
            if (!outcome.Succeeded)
                continue;
            await _followingMessages.SeenAsync(outcome.Revision);
            return CloseVerdict.Done;
        }

        throw Races("The message");
    }

    /// <summary>Sends something of no importance through a channel; an error if it does not arrive.</summary>
    public async ValueTask TestAsync(string name, Cause cause, CancellationToken cancellationToken = default)
    {
        var channel = _channels.FirstOrDefault(one => one.Name == name) ?? throw new FabricException(
            ErrorTable.NotFound, "There is no such channel.",
            $"The server that was asked has {string.Join(", ", Channels)}.",
            "Name one of them, or configure it: escalation.channels in fabric.yaml");
        var now = _time.GetUtcNow();
        var item = new EscalationItem(
            cause.Trace.ToString(), "test", MessageRecord.Prefix + name, EscalationSeverity.Low,
            "This is a test: whoever reads it is told of escalations.", cause.Actor, now);
        var message = new EscalationMessage
        {
            Id = $"{name}/test-{cause.Trace}",
            Severity = EscalationSeverity.Low,
            At = now,
            Count = 1,
            Items = [item],
            Rest = [],
        };
        using var atMost = new CancellationTokenSource(EscalationLimits.SendTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(atMost.Token, cancellationToken);
        try
        {
            await channel.SendAsync(message, either.Token);
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FabricException(ErrorTable.ChannelFailed, $"The message did not get through '{name}'.",
                failed is FabricException told ? $"{told.What} {told.Why}" : failed.Message,
                $"Correct escalation.channels.{name} in fabric.yaml, or what it leads to.", failed);
        }
    }

    private WitnessNote Note(string operation, string subject, Cause cause) => new()
    {
        Trace = cause.Trace,
        Actor = cause.Actor,
        Component = "governor",
        Operation = operation,
        Subject = subject,
        Time = _time.GetUtcNow(),
        Why = cause.Why,
    };
}
