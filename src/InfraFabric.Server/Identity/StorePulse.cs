using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Identity;

/// <summary>
/// Asks the store again and again whether it is there. A watch that is cut off looks like one in which nothing happens;
/// without this a server that lost its store would go on trusting identities that others have disabled since.
/// </summary>
internal sealed partial class StorePulse(IStateStore store, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _beating = Task.CompletedTask;

    // When the question was first asked that has no answer yet; 0 if there is none.
    private long _askedAt;

    /// <summary>For how long the store has not answered.</summary>
    public TimeSpan Lag => Volatile.Read(ref _askedAt) is var asked and not 0
        ? time.GetElapsedTime(asked)
        : TimeSpan.Zero;

    public void Start() => _beating = BeatAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _stop.Dispose();
    }

    private async Task BeatAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, _stop.Token).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Interlocked.CompareExchange(ref _askedAt, time.GetTimestamp(), 0);
            try
            {
                await store.GetAsync(FabricIdRecord.Key, null, _stop.Token);
                Volatile.Write(ref _askedAt, 0);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogNoAnswer(logger, failed.Message);
            }
        }
    }
}
