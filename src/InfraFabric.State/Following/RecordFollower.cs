using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.State.Following;

/// <summary>
/// Keeps something in memory in step with all records under a prefix: lists them once, then watches, and lists again
/// whenever the watch cannot go on. Stop it by disposing it.
/// </summary>
public sealed partial class RecordFollower(
    IStateStore store, string prefix, IRecordView view, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<(long Revision, TaskCompletionSource Seen)> _waiting = [];
    private long _revision;
    private long _lostAt;
    private Task _following = Task.CompletedTask;

    /// <summary>For how long nothing is known of what changes.</summary>
    public TimeSpan Lag => Volatile.Read(ref _lostAt) is var lost and not 0
        ? time.GetElapsedTime(lost)
        : TimeSpan.Zero;

    /// <summary>Returns once the view shows what is there now; from then on it follows.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ListAsync(cancellationToken);
        _following = FollowAsync();
    }

    /// <summary>Returns once the view shows a commit that changed something under the prefix.</summary>
    public Task SeenAsync(long revision)
    {
        lock (_lock)
        {
            if (_revision >= revision)
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((revision, seen));
            return seen.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _following;
        _stop.Dispose();
        Advance(long.MaxValue);
    }

    // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
    private void Stop() => _stop.Cancel();

    private async Task FollowAsync()
    {
        var failures = 0;
        while (true)
        {
            try
            {
                await foreach (var batch in store.WatchAsync(prefix, _revision, _stop.Token))
                {
                    failures = 0;
                    view.Apply(batch.Changes);
                    Advance(batch.Revision);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost)
            {
                LogWatchLost(logger, prefix, lost.Message);
                Volatile.Write(ref _lostAt, time.GetTimestamp());
            }

            if (failures++ > 0)
                await PauseAsync();
            if (!await ListAgainAsync())
                return;
        }
    }

    /// <summary>Lists until that works; false when it is to stop.</summary>
    private async Task<bool> ListAgainAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListAsync(_stop.Token);
                Volatile.Write(ref _lostAt, 0);
                return true;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception failed)
            {
                LogListFailed(logger, prefix, failed.Message);
            }

            await PauseAsync();
        }

        return false;
    }

    private async Task PauseAsync() => await Task.Delay(RetryPause, time, _stop.Token).ConfigureAwait(
        ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var records = new List<Record>();
        var page = await store.ListAsync(new ListQuery(prefix, StateLimits.MaxPageSize), cancellationToken);
        var revision = page.Revision;
        records.AddRange(page.Records);
        while (page.More)
        {
            var next = new ListQuery(prefix, StateLimits.MaxPageSize)
            {
                After = page.Records[^1].Key,
                AtRevision = revision,
            };
            page = await store.ListAsync(next, cancellationToken);
            records.AddRange(page.Records);
        }

        view.Replace(records);
        Advance(revision);
    }

    private void Advance(long revision)
    {
        lock (_lock)
        {
            _revision = revision;
            foreach (var (_, seen) in _waiting.Where(waiting => waiting.Revision <= revision))
                seen.TrySetResult();
            _waiting.RemoveAll(waiting => waiting.Revision <= revision);
        }
    }
}
