using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Core.Errors;

namespace InfraFabric.Client;

/// <summary>The state, as a server answers for it.</summary>
public sealed class HttpStateApi(ServerCaller caller, TimeProvider time) : IStateApi
{
    /// <summary>How long a watch tries to get its connection back before it gives up.</summary>
    public static readonly TimeSpan ResumeWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ResumePause = TimeSpan.FromMilliseconds(200);

    public Task<RecordBody> GetAsync(string key, long? at, CancellationToken cancellationToken = default)
    {
        var path = new QueryText(ApiRoutes.StateRecord).Add("key", key).Add("at", at);
        return caller.GetAsync(path.ToString(), ApiJson.Default.RecordBody, cancellationToken);
    }

    public Task<RecordPageBody> ListAsync(RecordsQuery query, CancellationToken cancellationToken = default)
    {
        var path = new QueryText(ApiRoutes.StateRecords)
            .Add("prefix", query.Prefix).Add("limit", query.Limit).Add("after", query.After).Add("at", query.At);
        return caller.GetAsync(path.ToString(), ApiJson.Default.RecordPageBody, cancellationToken);
    }

    public Task<StatsBody> GetStatsAsync(CancellationToken cancellationToken = default) =>
        caller.GetAsync(ApiRoutes.StateStats, ApiJson.Default.StatsBody, cancellationToken);

    public async Task WriteBackupAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        using var response = await caller.SendAsync(ApiRoutes.StateBackup, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            await body.CopyToAsync(destination, cancellationToken);
        }
        catch (HttpIOException lost)
        {
            throw caller.Lost(lost);
        }
    }

    public async IAsyncEnumerable<ChangeBatchBody> WatchAsync(
        string prefix, long? after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Asked first: a server that was never there is an error at once, and a stream that is lost before its first
        // change leaves no gap.
        var stats = await GetStatsAsync(cancellationToken);
        var position = after ?? stats.Revision;
        var lostAt = 0L;
        while (true)
        {
            var stream = ReadStreamAsync(prefix, position, cancellationToken);
            await using var batches = stream.GetAsyncEnumerator(cancellationToken);
            while (await TryMoveAsync(batches, lostAt))
            {
                lostAt = 0;
                position = batches.Current.Revision;
                yield return batches.Current;
            }

            lostAt = lostAt == 0 ? time.GetTimestamp() : lostAt;
            await Task.Delay(ResumePause, time, cancellationToken);
        }
    }

    /// <summary>
    /// False when the connection was lost and may come back; throws once it has been gone for too long.
    /// </summary>
    private async Task<bool> TryMoveAsync(IAsyncEnumerator<ChangeBatchBody> batches, long lostAt)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (FabricException gone) when (gone.Error == ErrorTable.ServerUnreachable
            && (lostAt == 0 || time.GetElapsedTime(lostAt) < ResumeWithin))
        {
            return false;
        }
    }

    private async IAsyncEnumerable<ChangeBatchBody> ReadStreamAsync(
        string prefix, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = new QueryText(ApiRoutes.StateWatch).Add("prefix", prefix).Add("after", after).ToString();
        using var response = await caller.SendAsync(path, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var events = SseParser.Create(body).EnumerateAsync(cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(events))
        {
            if (events.Current.EventType == "problem")
                throw Read(events.Current.Data, ApiJson.Default.Problem).ToException();
            // The server stops. What follows comes from the next one.
            if (events.Current.EventType == "bye")
                yield break;
            yield return Read(events.Current.Data, ApiJson.Default.ChangeBatchBody);
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

    private T Read<T>(string json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The event is null.");
        }
        catch (JsonException broken)
        {
            throw caller.Lost(broken);
        }
    }

    /// <summary>Builds a path with its query; what is null or empty is left out.</summary>
    private sealed class QueryText(string path)
    {
        private readonly StringBuilder _text = new(path);
        private char _joint = '?';

        public QueryText Add(string name, string? value)
        {
            if (string.IsNullOrEmpty(value))
                return this;
            _text.Append(_joint).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _joint = '&';
            return this;
        }

        public QueryText Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

        public override string ToString() => _text.ToString();
    }
}
