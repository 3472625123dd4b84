using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests.Witness;

public sealed class WitnessPushTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Watch_OfThePast_SendsEachEntryOnceInOrder()
    {
        await NoteAsync("past.one", "past.two", "past.three");
        await fixture.LedgerAsync();

        var seen = await ReadAsync("?after=0&operation=past.*", null, 3);

        seen.Select(entry => entry.Operation).ShouldBe(["past.one", "past.two", "past.three"]);
        seen.Select(entry => entry.Index).ShouldBe(seen.Select(entry => entry.Index).Order());
    }

    [Fact]
    public async Task Watch_WithALastEventId_GoesOnAfterIt()
    {
        await NoteAsync("resume.one", "resume.two");
        var entries = await fixture.LedgerAsync();
        var first = entries.Select(entry => entry.Operation).ToList().IndexOf("resume.one");

        var seen = await ReadAsync("?after=0&operation=resume.*", $"{first}", 1);

        seen.ShouldHaveSingleItem().Operation.ShouldBe("resume.two");
    }

    [Fact]
    public async Task Watch_FromNowOn_ShowsOnlyWhatFitsAndComesThen()
    {
        await NoteAsync("live.before");
        await fixture.LedgerAsync();
        using var end = new CancellationTokenSource(Patience);
        using var response = await OpenAsync("?operation=live.*&severity=medium", null, end.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(end.Token));
        (await reader.ReadLineAsync(end.Token)).ShouldBe(": connected");

        await NoteAsync("live.quiet", "other.loud");
        await fixture.Store.CommitAsync(new Commit(
            [], [], [ServerFixture.Note() with { Operation = "live.loud", Severity = NoteSeverity.High }]));

        (await EntriesAsync(reader, 1, end.Token)).ShouldHaveSingleItem().Operation.ShouldBe("live.loud");
    }

    [Fact]
    public async Task Watch_ByWordsOfAReason_FindsThemAsTheyCome()
    {
        using var end = new CancellationTokenSource(Patience);
        using var response = await OpenAsync("?text=zebra%20crossing", null, end.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(end.Token));
        (await reader.ReadLineAsync(end.Token)).ShouldBe(": connected");

        foreach (var why in (string[])["a zebra", "crossing zebra"])
            await fixture.Store.CommitAsync(new Commit([], [], [ServerFixture.Note() with { Why = why }]));

        (await EntriesAsync(reader, 1, end.Token)).ShouldHaveSingleItem().Why.ShouldBe("crossing zebra");
    }

    [Theory]
    [InlineData("?severity=loud")]
    [InlineData("?after=x")]
    [InlineData("?text=%20-%20")]
    public async Task Watch_OfWhatCannotBeAsked_IsRefusedBeforeItBegins(string query)
    {
        var response = await fixture.Owner.GetAsync(WitnessCalls.Watch.Path + query);

        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_USAGE");
    }

    [Fact]
    public async Task Watch_BeyondTheLimitOfStreams_IsToldToComeBackAndThenLetIn()
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < ServerLimits.MaxWitnessStreams; i++)
        {
            open.Add(await own.Owner.GetAsync(
                WitnessCalls.Watch.Path, HttpCompletionOption.ResponseHeadersRead));
        }

        using var refused = await own.Owner.GetAsync(
            WitnessCalls.Watch.Path, HttpCompletionOption.ResponseHeadersRead);
        open.ForEach(response => response.Dispose());

        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await ServerFixture.ProblemOf(refused)).Code.ShouldBe("IF_ERR_OVERLOADED");
        while (true)
        {
            using var again = await own.Owner.GetAsync(
                WitnessCalls.Watch.Path, HttpCompletionOption.ResponseHeadersRead);
            if (again.IsSuccessStatusCode)
                return;
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Watch_WhileTheServerStops_IsToldToComeBack()
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        using var response = await own.Owner.GetAsync(
            WitnessCalls.Watch.Path, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();

        await own.StopAsync().WaitAsync(ServerLimits.StopTimeout);

        var rest = await new StreamReader(body).ReadToEndAsync().WaitAsync(Patience);
        rest.ShouldContain("event: bye");
    }

    private async Task NoteAsync(params string[] operations)
    {
        foreach (var operation in operations)
        {
            await fixture.Store.CommitAsync(
                new Commit([], [], [ServerFixture.Note() with { Operation = operation }]));
        }
    }

    private Task<HttpResponseMessage> OpenAsync(string query, string? lastEventId, CancellationToken stop)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, WitnessCalls.Watch.Path + query);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return fixture.Owner.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
    }

    private async Task<IReadOnlyList<WitnessEntryBody>> ReadAsync(string query, string? lastEventId, int count)
    {
        using var end = new CancellationTokenSource(Patience);
        using var response = await OpenAsync(query, lastEventId, end.Token);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(end.Token));
        return await EntriesAsync(reader, count, end.Token);
    }

    private static async Task<IReadOnlyList<WitnessEntryBody>> EntriesAsync(
        StreamReader reader, int count, CancellationToken stop)
    {
        var entries = new List<WitnessEntryBody>();
        var id = "";
        while (entries.Count < count)
        {
            var line = (await reader.ReadLineAsync(stop))!;
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal))
                continue;
            entries.Add(JsonSerializer.Deserialize(line[6..], ApiJson.Default.WitnessEntryBody)!);
            id.ShouldBe($"{entries[^1].Index}");
        }

        return entries;
    }
}
