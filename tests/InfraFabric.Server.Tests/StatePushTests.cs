using System.Net;
using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Tests;

public sealed class StatePushTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Watch_OfThePast_SendsOneEventARevision()
    {
        var first = await fixture.PutAsync("push/a", "1");
        await fixture.PutAsync("other", "1");
        var second = await fixture.PutAsync("push/a", "2");

        var lines = await ReadAsync($"?prefix=push/&after={first - 1}", null, events: 2);

        lines.Where(line => line.StartsWith("id:", StringComparison.Ordinal))
            .ShouldBe([$"id: {first}", $"id: {second}"]);
        lines.Count(line => line.StartsWith("data:", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Watch_WithALastEventId_GoesOnAfterIt()
    {
        var first = await fixture.PutAsync("resume/a", "1");
        var second = await fixture.PutAsync("resume/a", "2");

        var lines = await ReadAsync("?prefix=resume/&after=0", $"{first}", events: 1);

        lines.Where(line => line.StartsWith("id:", StringComparison.Ordinal)).ShouldBe([$"id: {second}"]);
    }

    [Fact]
    public async Task Watch_FromNowOn_ShowsWhatHappensThen()
    {
        await fixture.PutAsync("live/before", "1");
        using var caller = fixture.NewCaller();
        using var end = new CancellationTokenSource(Patience);
        await using var batches = new HttpStateApi(caller, TimeProvider.System)
            .WatchAsync("live/", null, end.Token).GetAsyncEnumerator(end.Token);
        var next = batches.MoveNextAsync();
        await UntilWatchedAsync(fixture);

        var revision = await fixture.PutAsync("live/after", "2");

        (await next).ShouldBeTrue();
        batches.Current.Revision.ShouldBe(revision);
        batches.Current.Changes.ShouldHaveSingleItem().Record!.Text.ShouldBe("2");
    }

    [Fact]
    public async Task Watch_AfterAForgottenRevision_IsGone()
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        await own.PutAsync("a", "1");
        await own.Store.CompactAsync(await own.PutAsync("a", "2"));

        var response = await own.Owner.GetAsync(
            ApiRoutes.StateWatch + "?after=0", HttpCompletionOption.ResponseHeadersRead);

        response.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_STATE_COMPACTED");
    }

    [Fact]
    public async Task Watch_WithAMalformedLastEventId_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.StateWatch);
        request.Headers.Add("Last-Event-ID", "yesterday");

        var response = await fixture.Owner.SendAsync(request);

        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_USAGE");
    }

    [Fact]
    public async Task Watch_WhileTheServerStops_IsToldToComeBack()
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        using var response = await own.Owner.GetAsync(ApiRoutes.StateWatch, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();

        await own.StopAsync().WaitAsync(ServerLimits.StopTimeout);

        var rest = await new StreamReader(body).ReadToEndAsync().WaitAsync(Patience);
        rest.ShouldEndWith(
            "event: bye\nretry: 200\ndata: {\"reason\":\"stopping\",\"retry_ms\":200}\n\n");
    }

    [Fact]
    public async Task Watch_InWhichNothingHappens_SaysThatItLives()
    {
        var time = new ManualTime();
        await using var own = new ServerFixture();
        await own.StartAsync(await own.OpenStoreAsync(), time);
        using var response = await own.Owner.GetAsync(ApiRoutes.StateWatch, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe(": connected");
        (await reader.ReadLineAsync()).ShouldBe("retry: 200");
        await reader.ReadLineAsync();

        var heartbeat = reader.ReadLineAsync();
        await AdvanceUntilAsync(heartbeat, time, ServerLimits.PushHeartbeat);

        (await heartbeat).ShouldBe(": alive");
    }

    [Fact]
    public async Task Watch_WhoseServerDoesNotComeBack_GivesUp()
    {
        var time = new ManualTime();
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        using var caller = own.NewCaller();
        await using var batches = new HttpStateApi(caller, time).WatchAsync("", null).GetAsyncEnumerator();
        var next = batches.MoveNextAsync().AsTask();
        await UntilWatchedAsync(own);
        await own.StopAsync();

        await AdvanceUntilAsync(next, time, HttpStateApi.ResumeWithin / 10);

        (await Should.ThrowAsync<FabricException>(() => next)).Error.ShouldBe(ErrorTable.ServerUnreachable);
    }

    private static async Task AdvanceUntilAsync(Task task, ManualTime time, TimeSpan step)
    {
        while (!task.IsCompleted)
        {
            time.Advance(step);
            await Task.Yield();
        }
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string query, string? lastEventId, int events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.StateWatch + query);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        using var end = new CancellationTokenSource(Patience);
        using var response = await fixture.Owner.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, end.Token);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(end.Token));
        var lines = new List<string>();
        while (lines.Count(line => line.StartsWith("data:", StringComparison.Ordinal)) < events)
            lines.Add((await reader.ReadLineAsync(end.Token))!);
        return lines;
    }

    private static async Task UntilWatchedAsync(ServerFixture server)
    {
        using var caller = server.NewCaller();
        IStateApi api = new HttpStateApi(caller, TimeProvider.System);
        while ((await api.GetStatsAsync()).Watchers <= server.Watchers)
            await Task.Yield();
    }
}
