using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Swarms;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Integration.Coordination;

/// <summary>
/// An agent: registers, reads its stream, claims what it is offered and now and then what is best, and works on it. It
/// is told of no kill; it goes on with whatever still holds, at whichever server answers.
/// </summary>
internal sealed class BusyAgent(KillRun run, string name, Caller calls)
{
    private readonly ConcurrentDictionary<string, Task> _work = [];
    private long _session;
    private bool _connected;
    private int _completedAfter = -1;

    /// <summary>Whether it hears a server, and has completed something since the last kill.</summary>
    public bool HasRecovered => _connected && _completedAfter == run.Killed;

    public async Task RunAsync()
    {
        var claiming = ClaimBestAsync();
        while (!run.Over.IsCancellationRequested)
        {
            try
            {
                await JoinAsync();
                await ListenAsync();
                await calls.Pause(20, 200, run.Over);
            }
            catch (Exception lost) when (lost is IOException or HttpRequestException
                || (lost is FabricException { Error.Retryable: true }))
            {
                await calls.Pause(20, 200, CancellationToken.None);
            }
            catch (FabricException gone) when (gone.Error == ErrorTable.SessionGone)
            {
                _session = 0;
            }
            catch (OperationCanceledException) when (run.Over.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failed)
            {
                run.Problems.Enqueue($"{name}: {failed.Message}");
                break;
            }
            finally
            {
                _connected = false;
            }
        }

        await claiming;
        await Task.WhenAll(_work.Values);
    }

    private async Task JoinAsync()
    {
        if (_session != 0)
            return;
        var body = new RegisterBody { Capacity = 2, SessionTtlS = 6 };
        _session = (await calls.CallAsync(
            ServerRequest.Put(SwarmCalls.Register.For(name), body, ApiJson.Default.RegisterBody),
            ApiJson.Default.SessionBody, run.Over)).Session;
    }

    private async Task ListenAsync()
    {
        using var response = await calls.Any().SendAsync(
            $"{SwarmCalls.Events.For(name)}?session={_session}", run.Over);
        await using var stream = await response.Content.ReadAsStreamAsync(run.Over);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(run.Over))
        {
            if (item.EventType == "bye")
                return;
            _connected = true;
            var told = JsonSerializer.Deserialize(item.Data, ApiJson.Default.SwarmEventBody)!;
            // What it owns and does not work on was claimed by a call whose answer was lost.
            foreach (var task in (told.Held ?? []).Concat(told.Offered ?? []))
                Begin(task);
            if (item.EventType == "assigned")
                Begin(told.Task!.Id);
        }
    }

    private async Task ClaimBestAsync()
    {
        try
        {
            for (var i = 0; ; i++)
            {
                await calls.Pause(500, 3000, run.Over);
                if (Volatile.Read(ref _session) is var session and not 0)
                    await ClaimAsync(new ClaimAskBody { Session = session }, $"{name}-{i}");
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Begin(string task) => _ = _work.GetOrAdd(task, id => AcceptAsync(id));

    private async Task AcceptAsync(string task)
    {
        // Not yet in the list of what it works on.
        await Task.Yield();
        try
        {
            await ClaimAsync(new ClaimAskBody { Session = _session, Task = task }, null);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        finally
        {
            _work.TryRemove(task, out _);
        }
    }

    private async Task ClaimAsync(ClaimAskBody ask, string? key)
    {
        try
        {
            var request = ServerRequest.Post(ClaimCalls.Claim.For(name), ask, ApiJson.Default.ClaimAskBody);
            var answer = await calls.CallAsync(
                request with { IdempotencyKey = key }, ApiJson.Default.ClaimsBody, run.Over);
            foreach (var claim in answer.Claims)
            {
                run.NoteClaim(name, claim.Task, claim.Fence);
                await WorkAsync(claim.Task, claim.Fence);
            }
        }
        catch (FabricException refused) when (refused.Error == ErrorTable.TaskOwned
            || refused.Error == ErrorTable.TaskNotReady || refused.Error == ErrorTable.SessionGone
            || refused.Error == ErrorTable.CapacityFull)
        {
            // Another was faster, or the offer is over.
        }
        catch (FabricException failed)
        {
            run.Problems.Enqueue($"{name} claims: {failed.Message}");
        }
    }

    private async Task WorkAsync(string task, long fence)
    {
        await calls.Pause(100, 600, run.Over);
        if (calls.Roll(3))
        {
            await StepAsync(ClaimCalls.Fail, task, new FailBody(fence, "it went wrong"), ApiJson.Default.FailBody);
            return;
        }

        if (calls.Roll(3))
        {
            await StepAsync(ClaimCalls.HandOver, task, new HandOverBody(fence), ApiJson.Default.HandOverBody);
            return;
        }

        if (calls.Roll(5))
        {
            var block = new BlockBody { Fence = fence, Reason = "it needs help" };
            if (!await StepAsync(ClaimCalls.Block, task, block, ApiJson.Default.BlockBody))
                return;
            await calls.Pause(50, 300, run.Over);
            if (!await StepAsync(ClaimCalls.Unblock, task, new FenceBody(fence), ApiJson.Default.FenceBody))
                return;
        }

        if (await StepAsync(ClaimCalls.Complete, task, new CompleteBody(fence), ApiJson.Default.CompleteBody))
        {
            _completedAfter = run.Killed;
            run.NoteCompleted(task, fence);
        }
    }

    /// <summary>False when the claim is over.</summary>
    private async Task<bool> StepAsync<T>(
        ApiCall call, string task, T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            await calls.CallAsync(
                ServerRequest.Post(call.For(task), body, type), ApiJson.Default.TaskStateBody, run.Over);
            return true;
        }
        catch (FabricException stale) when (stale.Error == ErrorTable.FenceStale)
        {
            return false;
        }
        catch (FabricException failed)
        {
            run.Problems.Enqueue($"{name}, {call.Name}: {failed.Message}");
            return false;
        }
    }
}
