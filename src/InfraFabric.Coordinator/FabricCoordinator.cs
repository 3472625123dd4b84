using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Hosting;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Records;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Coordinator;

/// <summary>
/// Swarms, tasks, claims, push and blockers over one state store. Any number of coordinators, on as many servers, serve
/// one store: whatever they decide is decided by a guarded commit, and what they keep in memory is only what the store
/// has told. The caller owns the store and disposes it after the coordinator.
/// </summary>
public sealed partial class FabricCoordinator : IAsyncDisposable
{
    private const string Component = "coordinator";

    private static readonly TimeSpan SeeOwnWithin = TimeSpan.FromSeconds(1);

    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly Random _chance;
    private readonly CoordinatorOptions _options;
    private readonly ILogger _logger;
    private readonly TaskBoard _board;
    private readonly ClaimMeter _meter;
    private readonly Cause _self;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private long _lostAt;

    private FabricCoordinator(
        IStateStore store, TimeProvider time, IdSource ids, Random chance, CoordinatorOptions options, ILogger logger)
    {
        _store = store;
        _time = time;
        _ids = ids;
        _chance = chance;
        _options = options;
        _logger = logger;
        _board = new TaskBoard(time, options.KeepEndedTasks);
        _taskReads = new SharedReads(store, _stop.Token);
        _meter = new ClaimMeter(time);
        _assignSignal = new Signal(time);
        _choreSignal = new Signal(time);
        _self = new Cause("if://agent/infrafabric.coordinator/0", TraceToken.New(ids), ForAll: true);
        _board.Unreadable = (key, why) => LogUnreadable(logger, key.Text, why);
        _board.Changed = () =>
        {
            _assignSignal.Set();
            _choreSignal.Set();
        };
    }

    /// <summary>The store up to this revision is known here.</summary>
    public long Revision => _board.Revision;

    /// <summary>For how long the store has not been followed; zero while it is.</summary>
    public TimeSpan Lag =>
        Volatile.Read(ref _lostAt) is var lost and not 0 ? _time.GetElapsedTime(lost) : TimeSpan.Zero;

    /// <summary>Reads the store, joins its members, and begins to work; returns once it can answer.</summary>
    public static async Task<FabricCoordinator> StartAsync(
        IStateStore store, TimeProvider time, IdSource ids, Random chance, CoordinatorOptions options, ILogger logger,
        CancellationToken cancellationToken = default)
    {
        var coordinator = new FabricCoordinator(store, time, ids, chance, options, logger);
        var revision = await coordinator.LoadAsync(cancellationToken);
        coordinator._loops.Add(coordinator.FollowAsync(revision, coordinator._stop.Token));
        coordinator._loops.Add(coordinator.AssignLoopAsync(coordinator._stop.Token));
        coordinator._loops.Add(coordinator.ChoreLoopAsync(coordinator._stop.Token));
        coordinator._loops.Add(coordinator.KeepSessionsLoopAsync(coordinator._stop.Token));
        return coordinator;
    }

    /// <summary>Ends the streams, telling their readers to go on elsewhere, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _board.EndStreams(StreamEnd.Stopping);
        Stop();
        await Task.WhenAll(_loops);
        await LeaveMembersAsync();
        _assignSignal.Dispose();
        _choreSignal.Dispose();
        _stop.Dispose();
    }

    /// <summary>
    /// Waits until the board shows what a call has changed, so that its caller finds it there. The change is made: if
    /// the watch is held up, the answer is not held back for long.
    /// </summary>
    private async ValueTask SeeOwnAsync(long revision, CancellationToken cancellationToken)
    {
        if (_board.Revision >= revision)
            return;
        using var atMost = new CancellationTokenSource(SeeOwnWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(atMost.Token, cancellationToken);
        try
        {
            await _board.ReachAsync(revision, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogWatchBehind(_logger, revision, _board.Revision);
        }
    }

    // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
    private void Stop() => _stop.Cancel();

    private async Task<long> LoadAsync(CancellationToken cancellationToken)
    {
        var revision = await ListAllAsync(_board.Load, cancellationToken);
        _board.Loaded(revision);
        return revision;
    }

    private async Task<long> ListAllAsync(
        Action<IReadOnlyList<Record>> take, CancellationToken cancellationToken)
    {
        RecordPage? page = null;
        do
        {
            page = await _store.ListAsync(
                new ListQuery("", StateLimits.MaxPageSize)
                {
                    After = page?.Records[^1].Key,
                    AtRevision = page?.Revision,
                },
                cancellationToken);
            take(page.Records);
        }
        while (page.More);
        return page.Revision;
    }

    /// <summary>Keeps the board in step with the store for as long as the coordinator lives.</summary>
    private async Task FollowAsync(long revision, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var batch in _store.WatchAsync("", revision, stopping))
                {
                    _board.Apply(batch);
                    revision = batch.Revision;
                    Volatile.Write(ref _lostAt, 0);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (FabricException compacted) when (compacted.Error == ErrorTable.StateCompacted)
            {
                revision = await ReloadAsync(stopping);
            }
            catch (Exception failed)
            {
                LogFollowFailed(_logger, failed);
                if (_lostAt == 0)
                    Volatile.Write(ref _lostAt, Math.Max(1, _time.GetTimestamp()));
                await PauseAsync(stopping);
            }
        }
    }

    // The store forgot what we had not read yet. What is there now is told as one change; what is no longer there is
    // taken off the board.
    private async Task<long> ReloadAsync(CancellationToken stopping)
    {
        try
        {
            LogReload(_logger);
            var fresh = new List<Record>();
            var revision = await ListAllAsync(fresh.AddRange, stopping);
            _board.Replace(fresh, revision);
            return revision;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return _board.Revision;
        }
        catch (Exception failed)
        {
            LogFollowFailed(_logger, failed);
            await PauseAsync(stopping);
            return _board.Revision;
        }
    }

    private Task PauseAsync(CancellationToken stopping)
    {
        int milliseconds;
        lock (_chance)
            milliseconds = 100 + _chance.Next(200);
        return PauseAsync(TimeSpan.FromMilliseconds(milliseconds), stopping);
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop that waited looks at the token itself.
        }
    }

    private WitnessNote NoteOf(Cause cause, string operation, RecordKey subject, long? fence = null) => new()
    {
        Trace = cause.Trace,
        Actor = cause.Actor,
        Component = Component,
        Operation = operation,
        Subject = subject.Text,
        Time = _time.GetUtcNow(),
        Why = cause.Why,
        Fence = fence,
    };
}
