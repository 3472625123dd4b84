using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Client.Push;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Retry;

namespace InfraFabric.Client;

/// <content>What the event stream tells, and how it is kept.</content>
public sealed partial class FabricAgent
{
    private static readonly RetryPolicy RegisterPauses = new(
        RetryLimits.MaxAttempts, PushLimits.FirstPause, AgentLimits.LongestRegisterPause);

    private readonly Dictionary<string, BlockerBody> _known = [];
    private readonly Dictionary<string, HelpCallBody> _asked = [];
    private CancellationTokenSource? _connection;

    private async Task ListenAsync()
    {
        FabricException? end = null;
        try
        {
            for (var shortSessions = 0; !_stop.IsCancellationRequested;)
            {
                var began = _calls.Time.GetTimestamp();
                await ListenToSessionAsync();
                _claims.LoseAll("session over");
                _offers.KeepOnly(new HashSet<string>());
                shortSessions = _calls.Time.GetElapsedTime(began) > AgentLimits.LastingSession
                    ? 0 : Math.Min(shortSessions + 1, RetryLimits.MaxAttempts - 1);
                await RegisterAgainAsync(shortSessions);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposing is how an agent ends.
            end = null;
        }
        catch (FabricException refused)
        {
            end = refused;
        }

        _claims.LoseAll("left");
        _offers.End(end);
        _blockers.End(end);
        _helps.End(end);
    }

    /// <summary>Returns when the session is over.</summary>
    private async Task ListenToSessionAsync()
    {
        while (true)
        {
            using var connection = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            _connection = connection;
            try
            {
                await ReadAsync(connection.Token);
                return;
            }
            catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
            {
                // Asked to connect anew, for a fresh picture.
                continue;
            }
            catch (FabricException gone) when (gone.Error == ErrorTable.SessionGone)
            {
                return;
            }
            finally
            {
                _connection = null;
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var open = SwarmCalls.Events.Request(null, _options.Swarm).Where("session", $"{Session}");
        var stream = new PushStream(_calls.Servers, open, resumeWithin: null, _calls.Time, _calls.Jitter);
        await foreach (var happened in stream.ReadAsync(cancellationToken))
        {
            if (happened is { Kind: PushedEvent.Bye, Reason: PushedEvent.Replaced })
                throw TakenOver();
            if (happened.Body is { } body)
                await HearAsync(happened.Kind, body, cancellationToken);
        }
    }

    private async Task RegisterAgainAsync(int shortSessions)
    {
        // Two processes that register one swarm take it from each other: ever more slowly, at least.
        var pause = RegisterPauses.After(
            Math.Max(1, shortSessions), ErrorTable.ServerUnreachable, _calls.Jitter).NextDelay;
        if (shortSessions > 1)
            await Task.Delay(pause ?? AgentLimits.LongestRegisterPause, _calls.Time, _stop.Token);
        while (true)
        {
            try
            {
                await RegisterAsync(_stop.Token);
                return;
            }
            catch (FabricException gone) when (gone.Error.ExitCode == ExitCodes.Unavailable)
            {
                // The call has its own patience; the agent has all the time in the world.
                continue;
            }
        }
    }

    private async ValueTask ReconnectAsync()
    {
        try
        {
            if (_connection is { } connection)
                await connection.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // That connection has just ended, and the next begins with a picture as well.
            return;
        }
    }

    private async ValueTask HearAsync(string kind, SwarmEventBody body, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case PushedEvent.Picture:
                await HearPictureAsync(body, cancellationToken);
                break;
            case "assigned" when body.Task is { } task:
                _offers.Put(task.Id, new TaskOffer(this, task));
                break;
            case "withdrawn" when body.Task is { } task:
                _offers.Remove(task.Id);
                break;
            case "claim_ended" when body.Task is { } task:
                _claims.Ended(task.Id, body.Revision, task.State);
                break;
            case "unblocked" when body.Task is { } task:
                _claims.Find(task.Id)?.Answered(task.Answer);
                break;
            case "profile" when body.Swarm is { } swarm:
                IsDraining = swarm.Draining;
                break;
            case "blocker" when body.Blocker is { } blocker:
                HearBlocker(blocker);
                break;
            case "blocker_resolved" when body.Blocker is { } blocker:
                HearResolved(blocker.Task, blocker);
                break;
            case "help" when body.Help is { } help:
                HearHelp(help, body);
                break;
            case "help_over" when body.Help is { } help:
                HearHelpOver(help);
                break;
        }
    }

    private async ValueTask HearPictureAsync(SwarmEventBody picture, CancellationToken cancellationToken)
    {
        var held = (picture.Held ?? []).ToHashSet();
        _offers.KeepOnly((picture.Offered ?? []).Concat(held).ToHashSet());
        foreach (var task in _claims.Compare(picture.Revision, held))
            await RecoverAsync(task, cancellationToken);
        foreach (var claim in _claims.Waiting())
            await LookForAnswerAsync(claim, cancellationToken);

        // Those that there are follow, each by itself.
        foreach (var (task, blocker) in _known.ExceptBy(picture.Blockers ?? [], known => known.Key).ToList())
            HearResolved(task, blocker);
        foreach (var (_, help) in _asked.ExceptBy(picture.Helps ?? [], asked => asked.Key).ToList())
            HearHelpOver(help);
    }

    private void HearHelp(HelpCallBody help, SwarmEventBody body)
    {
        if (_asked.TryGetValue(help.Task, out var told) && told == help)
            return;
        _asked[help.Task] = help;
        _helps.Put(help.Task, new HelpRequest(help, body.Task, body.Blocker, IsOver: false));
    }

    private void HearHelpOver(HelpCallBody help)
    {
        if (_asked.Remove(help.Task))
            _helps.Put(help.Task, new HelpRequest(help, null, null, IsOver: true));
    }

    private void HearBlocker(BlockerBody blocker)
    {
        if (_known.TryGetValue(blocker.Task, out var told) && told.RaisedAt == blocker.RaisedAt
            && told.Kind == blocker.Kind)
        {
            return;
        }

        _known[blocker.Task] = blocker;
        _blockers.Put(blocker.Task, new BlockerNotice(blocker, IsResolved: false));
    }

    private void HearResolved(string task, BlockerBody blocker)
    {
        if (_known.Remove(task))
            _blockers.Put(task, new BlockerNotice(blocker, IsResolved: true));
    }

    /// <summary>The answer to a claim was lost: the same claim again is answered with it.</summary>
    private async ValueTask RecoverAsync(string task, CancellationToken cancellationToken)
    {
        try
        {
            var ask = new ClaimAskBody { Session = Session, Task = task };
            var answer = await _calls.CallAsync<ClaimsBody>(
                ClaimCalls.Claim, ClaimCalls.Claim.Request(ask, _options.Swarm), cancellationToken);
            foreach (var claim in answer.Claims)
                _offers.Put(task, new TaskOffer(this, _claims.Add(NewClaim(claim))));
        }
        catch (FabricException gone) when (gone.Error.ExitCode is ExitCodes.Conflict or ExitCodes.NotFound)
        {
            // It has ended in the meantime; the stream tells.
            return;
        }
    }

    private async ValueTask LookForAnswerAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            var task = await _calls.CallAsync<TaskBody>(
                TaskCalls.Show, TaskCalls.Show.Request(null, claim.Task), cancellationToken);
            if (task.State != "blocked" && task.Fence == claim.Fence)
                claim.Answered(task.Answer);
        }
        catch (FabricException refused) when (refused.Error.ExitCode is ExitCodes.Denied or ExitCodes.NotFound)
        {
            // Without the scope to see tasks only the stream can tell it.
            return;
        }
    }

    private static FabricException TakenOver() => new(ErrorTable.Conflict,
        "Another process has taken over the event stream of this swarm.",
        "It uses the session that this one had begun.", "Let each agent have a swarm of its own.");
}
