using System.Net.ServerSentEvents;
using System.Text.Json;

namespace InfraFabric.Server.Tests.Coordination;

/// <summary>Event streams over HTTP, as a reader without our library sees them.</summary>
public sealed class SwarmStreamTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly CancellationToken Patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task Stream_TellsAssignments_AndResumesAfterTheLastOne()
    {
        var session = await server.Owner.RegisterAsync("stream", """{"capabilities":["sse:one"],"capacity":5}""");
        string? last;
        var first = await server.Owner.AddTaskAsync("""{"type":"work","requires":["sse:one"]}""");
        await using (var events = await OpenAsync("stream", session))
        {
            (await events.NextAsync()).EventType.ShouldBe("picture");
            var assigned = await events.NextAsync();
            (assigned.EventType, TaskOf(assigned)).ShouldBe(("assigned", first));
            last = assigned.EventId;
        }

        var second = await server.Owner.AddTaskAsync("""{"type":"work","requires":["sse:one"]}""");
        await using var resumed = await OpenAsync("stream", session, last);
        var picture = await resumed.NextAsync();
        var next = await resumed.NextAsync();

        picture.EventType.ShouldBe("picture");
        picture.Data.ShouldContain(first);
        (next.EventType, TaskOf(next)).ShouldBe(("assigned", second));
        long.Parse(next.EventId!).ShouldBeGreaterThan(long.Parse(last!));
    }

    [Fact]
    public async Task Stream_OfAnEndedSession_IsRefused()
    {
        var old = await server.Owner.RegisterAsync("again");
        await server.Owner.RegisterAsync("again");

        var (status, problem) = await server.Owner.CallAsync("GET", $"/v1/swarms/again/events?session={old}");

        (status, problem.Code()).ShouldBe((409, "IF_ERR_SESSION_GONE"));
        (await server.Owner.CallAsync("GET", "/v1/swarms/again/events")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Stream_OfAReplacedSession_SaysGoodbyeWithTheReason()
    {
        var session = await server.Owner.RegisterAsync("replaced");
        await using var events = await OpenAsync("replaced", session);
        await events.NextAsync();

        await server.Owner.RegisterAsync("replaced");

        var bye = await events.NextAsync();
        (bye.EventType, bye.Data).ShouldBe(("bye", """{"reason":"session_over"}"""));
    }

    [Fact]
    public async Task Blocker_ReachesTheOrchestratorsStream()
    {
        var boss = await server.Owner.RegisterAsync("boss", """{"orchestrator":true,"capabilities":["sse:boss"]}""");
        await using var events = await OpenAsync("boss", boss);
        await events.NextAsync();
        var session = await server.Owner.RegisterAsync("worker", """{"capabilities":["sse:worker"]}""");
        var task = await server.Owner.AddTaskAsync("""{"type":"work","requires":["sse:worker"]}""");
        var (_, claimed) = await server.Owner.CallAsync(
            "POST", "/v1/swarms/worker/claims", $$"""{"session":{{session}}}""");
        var fence = claimed.GetProperty("claims")[0].GetProperty("fence").GetInt64();

        await server.Owner.CallAsync(
            "POST", $"/v1/tasks/{task}/block", $$"""{"fence":{{fence}},"reason":"no key","needs":["vault:keys"]}""");

        var told = await events.NextAsync();
        told.EventType.ShouldBe("blocker");
        JsonDocument.Parse(told.Data).RootElement.GetProperty("blocker").GetProperty("reason").GetString()
            .ShouldBe("no key");
    }

    private static string TaskOf(SseItem<string> told) =>
        JsonDocument.Parse(told.Data).RootElement.GetProperty("task").GetProperty("id").GetString()!;

    private async Task<EventReader> OpenAsync(string swarm, long session, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/swarms/{swarm}/events?session={session}");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await server.Owner.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience);
        response.EnsureSuccessStatusCode();
        return new EventReader(response, await response.Content.ReadAsStreamAsync(Patience));
    }

    private sealed class EventReader(HttpResponseMessage response, Stream body) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> _events =
            SseParser.Create(body).EnumerateAsync(Patience).GetAsyncEnumerator(Patience);

        public async Task<SseItem<string>> NextAsync() => await _events.MoveNextAsync()
            ? _events.Current
            : throw new InvalidOperationException("The stream has ended.");

        public ValueTask DisposeAsync()
        {
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
