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

    // Each time that the seat is taken in vain is noted, too: after so many doublings of the pause there are enough.
    private const int MaxDoublings = 3;

    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(10);

    // Entries are counted then whose sequences are not kept, many of them perhaps.
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromMinutes(2);

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
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;
    private long _behindSince;
    private int _failures;

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
    public ValueTask<string?> WriterAsync(CancellationToken cancellationToken) =>
        WriterOfAsync(_state, cancellationToken);

    /// <summary>The server that writes the ledger of a state; null while none does.</summary>
    public static ValueTask<string?> WriterOfAsync(IStateStore state, CancellationToken cancellationToken) =>
        SequencerSeat.HolderAsync(state, cancellationToken);

    /// <summary>Begins to drain. The stores stay the caller's, to be disposed after this.</summary>
    public static OutboxDrain Start(
        IStateStore state, ILedgerStore store, LedgerOptions options, string member, TimeProvider time, IdSource ids,
        Random? chance, ILogger logger)
    {
        var drain = new OutboxDrain(state, store, options, member, time, ids, chance, logger);
        drain._running = drain.RunAsync(drain._stop.Token);
        return drain;
    }

    public async ValueTask DisposeAsync()
    {
        // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
        Stop();
        await _running;
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
                await TryWriteAsync(stopping);
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
            await PauseAsync(Pause(), stopping);
        }

        _settled.TrySetResult();
    }

    private void Recover(string? problem = null)
    {
        Volatile.Write(ref _behindSince, 0);
        Problem = problem;
        _failures = 0;
    }

    private void Fail(Exception failed)
    {
        var problem = failed is FabricException told ? TextOf(told) : failed.Message;
        if (problem != Problem)
            LogFailed(_logger, failed);
        Problem = problem;
        if (_behindSince == 0)
            Volatile.Write(ref _behindSince, Math.Max(1, _time.GetTimestamp()));
    }

    private static string TextOf(FabricException told) => $"{told.What} {told.Why} {told.Fix}";

    private TimeSpan Pause() => LookAgain * (1 << Math.Clamp(_failures - 1, 0, MaxDoublings));

    private async Task PauseAsync(TimeSpan length, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(length, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop that waited looks at the token itself.
        }
    }
}
