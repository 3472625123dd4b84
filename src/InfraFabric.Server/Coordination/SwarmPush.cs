using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Swarms;
using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Push;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Coordination;

/// <summary>
/// Event streams of swarms as Server-Sent Events. The id of an event is the revision that caused it. A stream begins
/// with a picture: which tasks the swarm owns and is offered, and those offers that are newer than
/// <c>Last-Event-ID</c>; so whoever comes back, to this server or another, misses nothing and is told nothing twice.
/// </summary>
internal sealed class SwarmPush(FabricCoordinator coordinator, TimeProvider time, CancellationToken stopping)
{
    public async Task ServeSwarmAsync(HttpContext context)
    {
        var name = SwarmEndpoints.NameOf(context);
        var session = QueryValues.Revision(context.Request, "session") ?? throw MissingSession();
        var after = LastEventId.Of(context.Request) ?? 0;
        using var subscription = await coordinator.SubscribeAsync(
            name, session, CoordinatorCause.Of(context), context.RequestAborted)
            ?? throw CoordinatorProblems.SessionGone(name.Text);
        await ServeAsync(context, subscription, after);
    }

    public async Task ServeTasksAsync(HttpContext context)
    {
        using var subscription = coordinator.ObserveTasks();
        await ServeAsync(context, subscription, LastEventId.Of(context.Request) ?? 0);
    }

    private async Task ServeAsync(HttpContext context, SwarmSubscription subscription, long after)
    {
        var stream = new EventStream(context, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var updates = subscription.ReadAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = updates.MoveNextAsync().AsTask();
        try
        {
            await stream.BeginAsync(stop.Token);
            while (await stream.MoreAsync(next, stop.Token))
            {
                await WriteAsync(stream, updates.Current, updates.Current.IsPicture ? after : 0, stop.Token);
                after = Math.Max(after, updates.Current.Revision);
                next = updates.MoveNextAsync().AsTask();
                if (!next.IsCompleted)
                    await stream.FlushAsync(stop.Token);
            }

            await ByeAsync(stream, subscription.Ended);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await stream.ByeAsync();
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await updates.DisposeAsync();
        }
    }

    private static Task ByeAsync(EventStream stream, StreamEnd? end) => end switch
    {
        StreamEnd.Replaced => stream.ByeForGoodAsync("replaced"),
        StreamEnd.SessionOver => stream.ByeForGoodAsync("session_over"),
        _ => stream.ByeAsync(),
    };

    /// <summary>
    /// Only the last event of a revision carries the id: a connection that is cut between two of them is taken up
    /// before both.
    /// </summary>
    private static async Task WriteAsync(
        EventStream stream, StreamUpdate update, long after, CancellationToken stop)
    {
        var events = update.Events;
        if (update.IsPicture)
        {
            var picture = new SwarmEventBody
            {
                Revision = update.Revision,
                Held = IdsOf(events, StreamEventKind.Held),
                Offered = IdsOf(events, StreamEventKind.Assigned),
                Blockers = BlockedIn(events),
                Helps = events.Exists(e => e.Kind == StreamEventKind.Help) ? IdsOf(events, StreamEventKind.Help) : null,
            };
            events = [.. events.Where(e => e.Kind is StreamEventKind.Blocker or StreamEventKind.Help
                || (e.Kind == StreamEventKind.Assigned && e.Task!.Revision > after))];
            Write(stream.Body, "picture", picture, isLast: events.Count == 0);
            await stream.FlushIfMuchAsync(stop);
        }

        for (var i = 0; i < events.Count; i++)
        {
            var told = events[i];
            var happened = new SwarmEventBody
            {
                Revision = update.Revision,
                Task = told.Task is { } task ? TaskBodies.From(task) : null,
                Blocker = told.Blocker is { } blocker ? TaskBodies.From(blocker) : null,
                Swarm = told.Swarm is { } profile ? TaskBodies.From(profile) : null,
                Help = told.Help is { } help ? TaskBodies.From(help, told.Task!.Id) : null,
            };
            Write(stream.Body, KindOf(told.Kind), happened, isLast: i == events.Count - 1);
            await stream.FlushIfMuchAsync(stop);
        }
    }

    private static List<string>? BlockedIn(IEnumerable<StreamEvent> events)
    {
        var tasks = events.Where(e => e.Kind == StreamEventKind.Blocker).Select(e => e.Blocker!.Task).ToList();
        return tasks.Count == 0 ? null : tasks;
    }

    private static List<string> IdsOf(IEnumerable<StreamEvent> events, StreamEventKind kind) =>
        [.. events.Where(e => e.Kind == kind).Select(e => e.Task!.Id.ToString())];

    private static void Write(IBufferWriter<byte> body, string kind, SwarmEventBody happened, bool isLast)
    {
        if (isLast)
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {happened.Revision}\n"), body);
        Encoding.UTF8.GetBytes($"event: {kind}\ndata: ", body);
        using (var writer = new Utf8JsonWriter(body))
            JsonSerializer.Serialize(writer, happened, ApiJson.Wire.SwarmEventBody);
        body.Write("\n\n"u8);
    }

    private static string KindOf(StreamEventKind kind) => kind switch
    {
        StreamEventKind.Assigned => "assigned",
        StreamEventKind.Withdrawn => "withdrawn",
        StreamEventKind.Held => "held",
        StreamEventKind.ClaimEnded => "claim_ended",
        StreamEventKind.Unblocked => "unblocked",
        StreamEventKind.Profile => "profile",
        StreamEventKind.Blocker => "blocker",
        StreamEventKind.BlockerResolved => "blocker_resolved",
        StreamEventKind.Help => "help",
        StreamEventKind.HelpOver => "help_over",
        _ => "changed",
    };

    private static FabricException MissingSession() => new(ErrorTable.Usage,
        "The query parameter 'session' is missing.", "A stream belongs to a session.",
        "Register the swarm first; the answer names its session.");
}
