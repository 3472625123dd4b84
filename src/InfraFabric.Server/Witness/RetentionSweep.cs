using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness;

/// <summary>
/// Removes the texts of entries that are older than the ledger keeps them; their hashes stay, and all proofs with them.
/// Their words go from the index, too.
/// </summary>
internal sealed partial class RetentionSweep(
    ILedgerStore store, LedgerSearch search, ILedgerIndex index, TimeSpan keep, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _sweeping = Task.CompletedTask;

    public void Start() => _sweeping = RunAsync(_stop.Token);

    /// <summary>Sweeps once; the place before which no texts are kept.</summary>
    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        var head = await store.LoadAsync(cancellationToken);
        // The first that is kept: all before it are older, however the clocks of servers went.
        var kept = await search.FindAsync(
            new LedgerQuery { From = time.GetUtcNow() - keep, Limit = 1 }, cancellationToken);
        var before = kept.Entries.Count > 0 ? kept.Entries[0].Place : kept.NextAfter ?? head.Size;
        if (before <= head.Pruned)
            return head.Pruned;
        // First, for the words are found by the texts. What is not pruned yet, because its tile or its batch has more,
        // is not found any more, either.
        await index.ForgetAsync(before, cancellationToken);
        return await store.PruneAsync(before, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sweeping;
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(ServerLimits.RetentionSweepEvery, time, cancellationToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (cancellationToken.IsCancellationRequested)
                return;
            try
            {
                await SweepAsync(cancellationToken);
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
            {
                LogSweepFailed(logger, failed.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
