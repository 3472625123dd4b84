using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Api;
using InfraFabric.Core.Errors;

namespace InfraFabric.Client.Push;

/// <summary>
/// A stream of what has places in an order, which comes back when its connection is lost and goes on after the last
/// place that came.
/// </summary>
/// <param name="caller">The server.</param>
/// <param name="time">The clock.</param>
/// <param name="type">How what comes is read.</param>
/// <param name="placeOf">Where it stands in the order.</param>
internal sealed class ResumedStream<T>(
    ServerCaller caller, TimeProvider time, JsonTypeInfo<T> type, Func<T, long> placeOf)
    where T : class
{
    private static readonly TimeSpan ResumePause = TimeSpan.FromMilliseconds(200);

    /// <summary>What comes after a place, until a server is gone for too long or answers with an error.</summary>
    public async IAsyncEnumerable<T> ReadAsync(
        ServerRequest request, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lostAt = 0L;
        while (true)
        {
            var stream = ReadOnceAsync(
                request with { LastEventId = after.ToString(CultureInfo.InvariantCulture) }, cancellationToken);
            await using var events = stream.GetAsyncEnumerator(cancellationToken);
            while (await TryMoveAsync(events, lostAt))
            {
                lostAt = 0;
                after = placeOf(events.Current);
                yield return events.Current;
            }

            lostAt = lostAt == 0 ? time.GetTimestamp() : lostAt;
            await Task.Delay(ResumePause, time, cancellationToken);
        }
    }

    /// <summary>
    /// False when the connection was lost and may come back; throws once it has been gone for too long.
    /// </summary>
    private async Task<bool> TryMoveAsync(IAsyncEnumerator<T> events, long lostAt)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (FabricException gone) when (MayComeBack(gone.Error, lostAt))
        {
            return false;
        }
    }

    // The next server may still be starting.
    private bool MayComeBack(ErrorCode error, long lostAt) => lostAt == 0
        ? error == ErrorTable.ServerUnreachable
        : error.Retryable && time.GetElapsedTime(lostAt) < PushLimits.ResumeWithin;

    private async IAsyncEnumerable<T> ReadOnceAsync(
        ServerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await caller.SendAsync(request, cancellationToken);
        await using var body = new LivelyStream(
            await response.Content.ReadAsStreamAsync(cancellationToken), PushLimits.LongestSilence, time);
        await using var events = SseParser.Create(body).EnumerateAsync(cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(events))
        {
            if (events.Current.EventType == "problem")
                throw Read(events.Current.Data, ApiJson.Default.Problem).ToException();
            // The server stops. What follows comes from the next one.
            if (events.Current.EventType == PushedEvent.Bye)
                yield break;
            yield return Read(events.Current.Data, type);
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

    private TBody Read<TBody>(string json, JsonTypeInfo<TBody> body)
        where TBody : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, body) ?? throw new JsonException("The event is null.");
        }
        catch (JsonException broken)
        {
            throw caller.Lost(broken);
        }
    }
}
