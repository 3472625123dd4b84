using System.Threading.Channels;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness.Draining;

/// <summary>
/// Makes ledger entries of the notes that commits leave in the outbox: in their order, each exactly once, whatever is
/// cut off in between. It runs on every server and works on one.
/// </summary>
public sealed partial class OutboxDrain : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(30);

    private readonly IStateStore _state;
    private readonly ILedgerStore _store;
    private readonly LedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly Random? _chance;
    private readonly ILogger _logger;
    private readonly SequencerSeat _seat;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly ITimer _timer;
    private readonly List<Task> _loops = [];
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _behindSince;

    private OutboxDrain(
        IStateStore state, ILedgerStore store, LedgerOptions options, string member, TimeProvider time, IdSource ids,
        Random? chance, ILogger logger)
    {
        _state = state;
        _store = store;
        _options = options;
        _time = time;
        _chance = chance;
        _logger = logger;
        _seat = new SequencerSeat(state, member, store.Id, time, TraceToken.New(ids));
        _timer = time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, LookAgain, LookAgain);
    }

    /// <summary>The ledger while this server writes it; null while another does, or none can.</summary>
    public Ledger? Ledger { get; private set; }

    /// <summary>Why notes do not become entries here; null while they do, or another server sees to it.</summary>
    public string? Problem { get; private set; }

    /// <summary>For how long this server has had notes that it could not write; zero while it can.</summary>
    public TimeSpan Lag =>
        Volatile.Read(ref _behindSince) is var since and not 0 ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Completes once it is known whether this server writes the ledger, for now.</summary>
    public Task Settled => _settled.Task;

    /// <summary>The server that writes the ledger; null while none does.</summary>
    public ValueTask<string?> WriterAsync(CancellationToken cancellationToken) => _seat.HolderAsync(cancellationToken);

    /// <summary>Begins to drain. The stores stay the caller's, to be disposed after this.</summary>
    public static OutboxDrain Start(
        IStateStore state, ILedgerStore store, LedgerOptions options, string member, TimeProvider time, IdSource ids,
        Random? chance, ILogger logger)
    {
        var drain = new OutboxDrain(state, store, options, member, time, ids, chance, logger);
        drain._loops.Add(drain.RunAsync(drain._stop.Token));
        drain._loops.Add(drain.ListenAsync(drain._stop.Token));
        return drain;
    }

    public async ValueTask DisposeAsync()
    {
        // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
        Stop();
        await Task.WhenAll(_loops);
        await _timer.DisposeAsync();
        _stop.Dispose();
    }

    private void Stop() => _stop.Cancel();

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await _seat.TryTakeAsync(stopping))
                    await WorkAsync(stopping);
                Recover();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failed)
            {
                Fail(failed);
            }

            _settled.TrySetResult();
            await PauseAsync(stopping);
        }

        _settled.TrySetResult();
        await LeaveAsync();
    }

    /// <summary>Drains for as long as this server has the seat.</summary>
    private async Task WorkAsync(CancellationToken stopping)
    {
        await using var ledger = await Ledger.OpenAsync(_store, _options, _chance, _logger, stopping);
        var state = await _state.GetStatsAsync(stopping);
        if (ledger.Head.Drained.Revision > state.Revision)
            throw LedgerErrors.StateBehind(state.Revision, ledger.Head.Drained.Revision);
        Ledger = ledger;
        _settled.TrySetResult();
        try
        {
            var kept = _time.GetTimestamp();
            while (true)
            {
                // Whatever hangs is given up and begun anew: another server cannot take over while this one keeps the
                // seat.
                using var atMost = new CancellationTokenSource(StepTimeout, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(atMost.Token, stopping);
                if (_time.GetElapsedTime(kept) >= SequencerSeat.KeepEvery)
                {
                    if (!await _seat.KeepAsync(either.Token))
                        return;
                    kept = _time.GetTimestamp();
                }

                if (!await DrainAsync(ledger, either.Token))
                    await _wake.Reader.ReadAsync(either.Token);
            }
        }
        finally
        {
            Ledger = null;
        }
    }

    /// <summary>Takes what there is; false when that was nothing.</summary>
    private async ValueTask<bool> DrainAsync(Ledger ledger, CancellationToken stopping)
    {
        var notes = await _state.ReadNotesAsync(ledger.Head.Drained, StateLimits.MaxNotesRead, stopping);
        if (notes.Count > 0)
        {
            await ledger.AppendAsync(notes, stopping);
            await _state.RemoveNotesAsync(ledger.Head.Drained, stopping);
        }

        Recover();
        return notes.Count > 0;
    }

    /// <summary>Hears of commits, so that their notes need not wait for a look.</summary>
    private async Task ListenAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var now = (await _state.GetStatsAsync(stopping)).Revision;
                await foreach (var _ in _state.WatchAsync("", now, stopping))
                    _wake.Writer.TryWrite(true);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                // The timer wakes the drain all the same, only later.
                LogNotHeard(_logger, failed.Message);
                await PauseAsync(stopping);
            }
        }
    }

    private void Recover()
    {
        Volatile.Write(ref _behindSince, 0);
        Problem = null;
    }

    private void Fail(Exception failed)
    {
        LogFailed(_logger, failed);
        Problem = failed is FabricException told ? $"{told.What} {told.Why}" : failed.Message;
        if (_behindSince == 0)
            Volatile.Write(ref _behindSince, Math.Max(1, _time.GetTimestamp()));
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(LookAgain, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop that waited looks at the token itself.
        }
    }

    private async ValueTask LeaveAsync()
    {
        try
        {
            using var atMost = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            await _seat.LeaveAsync(atMost.Token);
        }
        catch (Exception failed)
        {
            // Its lease ends by itself soon after.
            LogNotLeft(_logger, failed.Message);
        }
    }
}
