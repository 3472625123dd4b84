using InfraFabric.Server.Tokens;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Witness;

/// <summary>
/// Bounds what strangers can ask of the ledger: so many reads of one address in a second, and so many of all at once.
/// </summary>
internal sealed class TileLimit(TimeProvider time)
{
    private readonly AddressLimit _addresses = new(
        ServerLimits.TileReadsPerSecond, ServerLimits.TileReadsAtOnce, time);

    private int _running;

    /// <summary>Reads for whoever asks, or refuses.</summary>
    public async ValueTask<T> ReadAsync<T>(HttpContext context, Func<CancellationToken, ValueTask<T>> read)
    {
        if (!_addresses.TryTake(context, out var wait))
        {
            throw Overload.Of("Too many parts of the ledger were read from this address.",
                $"{ServerLimits.TileReadsPerSecond} a second are the limit.",
                "Wait as long as 'retry' says.", wait);
        }

        try
        {
            if (Interlocked.Increment(ref _running) > ServerLimits.MaxTileReads)
            {
                throw Overload.Of("Too many read the ledger of this server.",
                    $"{ServerLimits.MaxTileReads} reads are running, which is the limit.",
                    "Try again in a moment.", ServerLimits.TileRetry);
            }

            return await read(context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
