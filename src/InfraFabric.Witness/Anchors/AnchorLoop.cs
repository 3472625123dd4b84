using InfraFabric.Core.Errors;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness.Anchors;

/// <summary>
/// Brings an anchor up to date again and again while a server runs. It never hinders the ledger: an anchor that cannot
/// be written is behind, says why, and catches up.
/// </summary>
public sealed partial class AnchorLoop : IAsyncDisposable
{
    private readonly AnchorPush _push;
    private readonly IAnchorPlace _anchor;
    private readonly TimeSpan _every;
    private readonly Func<bool>? _isTurn;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private AnchorLoop(
        ILogSource log, IReadOnlyList<NoteKey> keys, IAnchorPlace anchor, TimeSpan every, Func<bool>? isTurn,
        TimeProvider time, ILogger logger)
    {
        _isTurn = isTurn;
        _push = new AnchorPush(log, keys, anchor);
        _anchor = anchor;
        _every = every;
        _time = time;
        _logger = logger;
    }

    /// <summary>How far the anchor is; null before the first push.</summary>
    public AnchorState? State { get; private set; }

    /// <summary>Why it is not up to date; null while it is.</summary>
    public string? Problem { get; private set; }

    /// <summary>When it was brought up to date last.</summary>
    public DateTimeOffset? PushedAt { get; private set; }

    /// <summary>Begins to push, at once and then every so often, until it is disposed.</summary>
    /// <param name="log">The log.</param>
    /// <param name="keys">Who may have signed it.</param>
    /// <param name="anchor">Where to. It stays the caller's, to be disposed after the loop.</param>
    /// <param name="every">How often.</param>
    /// <param name="isTurn">Whether this server is to push, if not always.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of what fails.</param>
    public static AnchorLoop Start(
        ILogSource log, IReadOnlyList<NoteKey> keys, IAnchorPlace anchor, TimeSpan every, Func<bool>? isTurn,
        TimeProvider time, ILogger logger)
    {
        var loop = new AnchorLoop(log, keys, anchor, every, isTurn, time, logger);
        loop._running = loop.RunAsync(loop._stop.Token);
        return loop;
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _running;
        _stop.Dispose();
    }

    private void Stop() => _stop.Cancel();

    private async Task RunAsync(CancellationToken stopping)
    {
        // Not on the thread of whoever starts the server: the first push may have all of the ledger to copy.
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (_isTurn?.Invoke() != false)
                {
                    State = await _push.RunAsync(stopping);
                    PushedAt = _time.GetUtcNow();
                }

                Problem = null;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (FabricException early) when (early.Error == ErrorTable.NotFound && State is null)
            {
                // A ledger without entries has no checkpoint yet.
                Problem = $"{early.What} {early.Why}";
            }
            catch (Exception failed)
            {
                LogFailed(_logger, _anchor.ToString()!, failed);
                Problem = failed is FabricException told ? $"{told.What} {told.Why}" : failed.Message;
            }

            await PauseAsync(stopping);
        }
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(_every, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop that waited looks at the token itself.
        }
    }
}
