using InfraFabric.Core.Errors;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Messages;

/// <summary>
/// Sees one channel through: makes messages of what has come, sends them, and sends them again. It runs on every
/// server; guarded commits let one of them act, and another go on where one has died.
/// </summary>
internal sealed partial class MessageDesk(
    IEscalationChannel channel, EscalationBook escalations, MessageBook messages, EscalationOptions options,
    IStateStore store, TimeProvider time, ILogger logger, Cause self) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Signal _alarm = new(time);

    /// <summary>What follows the messages: a decision waits until it is seen there.</summary>
    public required RecordFollower Following { get; init; }

    /// <summary>The policy in force.</summary>
    public required PolicyView Policy { get; init; }

    public void Wake() => _alarm.Set();

    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await _alarm.WaitAsync(await StepAsync(stopping) - time.GetUtcNow(), stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogNotTold(logger, channel.Name, failed.Message);
                await PauseAsync(stopping);
                _alarm.Set();
            }
        }
    }

    public void Dispose() => _alarm.Dispose();

    /// <summary>Does what is due; says when there is something again, if that is known.</summary>
    private async ValueTask<DateTimeOffset?> StepAsync(CancellationToken stopping)
    {
        var waiting = messages.List()
            .Where(one => one.Channel == channel.Name && one.Record.State == MessageState.Waiting).ToList();
        var now = time.GetUtcNow();
        if (waiting.Find(one => one.Record.NotBefore <= now) is { } due)
        {
            await SendAsync(due, stopping);
            return now;
        }

        var retry = waiting.Count > 0 ? waiting.Min(one => one.Record.NotBefore) : (DateTimeOffset?)null;
        if (await NewsAsync(stopping) is not { } news)
            return now + LookAgain;
        var tell = EscalationBatch.DueAt(news.Told, LatelyCritical(news.Told), options);
        // While a message does not get through, the next one can as well tell of more; what is critical tries at once.
        var canWait = news.Told.All(one => one.Record.Severity < EscalationSeverity.Critical);
        if (tell is null || (waiting.Count > 0 && canWait))
            return retry;
        if (tell > now)
            return retry < tell ? retry : tell;
        await ComposeAsync(news, now, stopping);
        return now;
    }

    /// <summary>What this channel has not told of yet; null where that is not certain at the moment.</summary>
    private async ValueTask<EscalationNews?> NewsAsync(CancellationToken stopping)
    {
        var known = messages.Find(channel.Name);
        var after = known?.Channel.UpTo ?? 0;
        if (EscalationId.TryParse(known?.Channel.Last, out var last) && escalations.Find(last)?.Made != after)
        {
            var record = await store.GetAsync(last.Key, null, stopping);
            // Either this server is behind, or the state was restored and has other revisions.
            if (record?.CreateRevision == after)
                return null;
            after = 0;
        }

        var made = escalations.MadeAfter(after);
        var told = made.Where(one => one.IsOpen && one.Record.Severity >= channel.Least).ToList();
        return new EscalationNews(made, told, after, known?.Channel.Number ?? 0, known?.Revision);
    }

    private List<KnownEscalation> LatelyCritical(IReadOnlyList<KnownEscalation> told) =>
        told.All(one => one.Record.Severity < EscalationSeverity.Critical)
            ? []
            : [.. escalations.MadeAfter(0).Where(one => one.Record.Severity == EscalationSeverity.Critical)];

    private async ValueTask ComposeAsync(EscalationNews news, DateTimeOffset now, CancellationToken stopping)
    {
        var (upTo, number) = (news.Made[^1].Made, news.Number + 1);
        var message = EscalationBatch.Compose(news.Told, news.After, upTo, QuotaOf(now), now);
        var key = ChannelRecord.KeyOf(channel.Name);
        var next = new ChannelRecord { Number = number, UpTo = upTo, Last = news.Made[^1].Id.ToString() };
        await CommitAsync(
            new Commit(
                [news.Revision is { } revision ? Guard.Unchanged(key, revision) : Guard.Absent(key)],
                [
                    Write.Put(key, RecordBytes.Of(next)),
                    Write.Put(MessageRecord.KeyOf(channel.Name, number), RecordBytes.Of(message)),
                ],
                [Note("escalation.message", number, NoteSeverity.Info, ("escalations", $"{message.Count}"))]),
            stopping);
    }

    /// <summary>How much of one agent a message may show: a few, and in an hour no more than the policy says.</summary>
    private Func<string, int> QuotaOf(DateTimeOffset now)
    {
        var lately = messages.List()
            .Where(one => one.Channel == channel.Name && one.Record.At > now - EscalationLimits.QuotaWithin)
            .SelectMany(one => one.Record.Items).CountBy(item => item.By, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var most = Policy.Terms.MaxEscalationsPerHour;
        return by => Math.Clamp(most - lately.GetValueOrDefault(by), 0, options.Quota);
    }

    private async ValueTask SendAsync(KnownMessage due, CancellationToken stopping)
    {
        // Whoever has the message says so first: others leave it alone, and go on with it where this one dies.
        var taken = due.Record with
        {
            Attempts = due.Record.Attempts + 1,
            NotBefore = time.GetUtcNow() + EscalationLimits.SendingFor,
        };
        var note = Note("escalation.send", due.Number, NoteSeverity.Info, ("attempt", $"{taken.Attempts}"));
        if (await PutAsync(due, due.Revision, taken, note, stopping) is not { } revision)
            return;
        var error = await TrySendAsync(taken.ToMessage(channel.Name, due.Number), stopping);
        var ended = Ended(taken, error);
        await PutAsync(due, revision, ended, NoteOf(due.Number, ended), stopping);
        if (ended.State == MessageState.Dead)
            LogDead(logger, channel.Name, due.Number, error);
    }

    private MessageRecord Ended(MessageRecord taken, string? error)
    {
        var now = time.GetUtcNow();
        if (error is null)
            return taken with { State = MessageState.Sent, Error = null, EndedAt = now };
        return taken.Attempts > EscalationLimits.Backoff.Count
            ? taken with { State = MessageState.Dead, Error = error, EndedAt = now }
            : taken with { Error = error, NotBefore = now + EscalationLimits.Backoff[taken.Attempts - 1] };
    }

    /// <summary>Sends a message; why it may not have arrived, or null if it has.</summary>
    private async ValueTask<string?> TrySendAsync(EscalationMessage message, CancellationToken stopping)
    {
        using var atMost = new CancellationTokenSource(EscalationLimits.SendTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(atMost.Token, stopping);
        try
        {
            await channel.SendAsync(message, either.Token);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return $"There was no answer within {EscalationLimits.SendTimeout.TotalSeconds} s.";
        }
        catch (Exception failed)
        {
            var why = failed is FabricException told ? $"{told.What} {told.Why}" : failed.Message;
            return why.Length <= EscalationLimits.MaxErrorText ? why : why[..EscalationLimits.MaxErrorText];
        }
    }

    private async ValueTask<long?> PutAsync(
        KnownMessage message, long revision, MessageRecord record, WitnessNote note, CancellationToken stopping)
    {
        var key = MessageRecord.KeyOf(channel.Name, message.Number);
        return await CommitAsync(
            new Commit([Guard.Unchanged(key, revision)], [Write.Put(key, RecordBytes.Of(record))], [note]), stopping);
    }

    /// <summary>The revision of a commit, once it is seen here; null if another server was first.</summary>
    private async ValueTask<long?> CommitAsync(Commit commit, CancellationToken stopping)
    {
        var outcome = await store.CommitAsync(commit, stopping);
        if (outcome.Succeeded)
        {
            await Following.SeenAsync(outcome.Revision);
            return outcome.Revision;
        }

        // What the other one did is seen here in a moment.
        await PauseAsync(stopping);
        return null;
    }

    private WitnessNote NoteOf(long number, MessageRecord ended) => ended.State switch
    {
        MessageState.Sent => Note("escalation.sent", number, NoteSeverity.Info, ("attempts", $"{ended.Attempts}")),
        MessageState.Dead => Note("escalation.dead", number, NoteSeverity.High, ("error", ended.Error!)),
        _ => Note("escalation.failed", number, NoteSeverity.Low, ("error", ended.Error!)),
    };

    private WitnessNote Note(
        string operation, long number, NoteSeverity severity, (string Name, string Value) parameter)
    {
        return new WitnessNote
        {
            Trace = self.Trace,
            Actor = self.Actor,
            Component = "governor",
            Operation = operation,
            Subject = MessageRecord.KeyOf(channel.Name, number).Text,
            Time = time.GetUtcNow(),
            Severity = severity,
            Outcome = operation is "escalation.dead" or "escalation.failed" ? "failed" : "done",
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { [parameter.Name] = parameter.Value },
        };
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(LookAgain, time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop that waited looks at the token itself.
        }
    }
}
