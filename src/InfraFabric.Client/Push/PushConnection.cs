using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Core.Errors;

namespace InfraFabric.Client.Push;

/// <summary>One connection of an event stream, until it is lost or the server says goodbye.</summary>
internal sealed class PushConnection(ServerCaller caller, ServerRequest request, TimeProvider time)
{
    /// <summary>The id of the last event that came: where the next connection goes on.</summary>
    public long? LastEventId { get; private set; }

    /// <summary>The events. A connection that is lost is an error with IF_ERR_SERVER_UNREACHABLE.</summary>
    public async IAsyncEnumerable<PushedEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(cancellationToken);
        await using var body = new LivelyStream(
            await response.Content.ReadAsStreamAsync(cancellationToken), PushLimits.LongestSilence, time);
        var parser = SseParser.Create(body);
        await using var events = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(events))
        {
            if (long.TryParse(events.Current.EventId, CultureInfo.InvariantCulture, out var id))
                LastEventId = id;
            yield return Read(events.Current);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(PushLimits.LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await caller.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException silent) when (!cancellationToken.IsCancellationRequested)
        {
            throw caller.Lost(silent);
        }
    }

    private async Task<bool> MoveAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (IOException lost)
        {
            throw caller.Lost(lost);
        }
    }

    private PushedEvent Read(SseItem<string> item)
    {
        try
        {
            return item.EventType switch
            {
                "problem" => throw Problem(item),
                PushedEvent.Bye => new PushedEvent(PushedEvent.Bye, null, ReasonOf(item)),
                _ => new PushedEvent(
                    item.EventType, JsonSerializer.Deserialize(item.Data, ApiJson.Default.SwarmEventBody)),
            };
        }
        catch (JsonException broken)
        {
            throw caller.Lost(broken);
        }
    }

    private static FabricException Problem(SseItem<string> item) =>
        (JsonSerializer.Deserialize(item.Data, ApiJson.Default.Problem) ?? throw new JsonException()).ToException();

    private static string? ReasonOf(SseItem<string> item) =>
        JsonSerializer.Deserialize(item.Data, ApiJson.Default.JsonElement).TryGetProperty("reason", out var reason)
            ? reason.GetString()
            : null;
}
