using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Client.Push;

namespace InfraFabric.Client;

/// <summary>The state, as a server answers for it.</summary>
public sealed class HttpStateApi(ServerCaller caller, TimeProvider time) : IStateApi
{
    /// <summary>How long a watch tries to get its connection back before it gives up.</summary>
    public static TimeSpan ResumeWithin => PushLimits.ResumeWithin;

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
        var request = ServerRequest.Get(new QueryText(ApiRoutes.StateWatch).Add("prefix", prefix).ToString());
        var stream = new ResumedStream<ChangeBatchBody>(
            caller, time, ApiJson.Default.ChangeBatchBody, batch => batch.Revision);
        await foreach (var batch in stream.ReadAsync(request, after ?? stats.Revision, cancellationToken))
            yield return batch;
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
