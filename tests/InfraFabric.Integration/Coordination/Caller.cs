using System.Text.Json.Serialization.Metadata;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Integration.Coordination;

/// <summary>
/// Calls whichever server answers, again and again until one does: so an agent goes on when its server is killed.
/// </summary>
internal sealed class Caller(ServerCaller[] servers, Random chance)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Any of the servers; it may be dead.</summary>
    public ServerCaller Any()
    {
        lock (chance)
            return servers[chance.Next(servers.Length)];
    }

    public Task Pause(int minMilliseconds, int maxMilliseconds, CancellationToken over)
    {
        lock (chance)
            return Task.Delay(chance.Next(minMilliseconds, maxMilliseconds), over);
    }

    public bool Roll(int percent)
    {
        lock (chance)
            return chance.Next(100) < percent;
    }

    /// <summary>
    /// The answer of the first server that gives one. An error that trying again cannot help is thrown.
    /// </summary>
    public async Task<T> CallAsync<T>(ServerRequest request, JsonTypeInfo<T> type, CancellationToken over)
        where T : class
    {
        while (true)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(over);
            patience.CancelAfter(CallTimeout);
            try
            {
                return (await Any().CallAsync(request, type, patience.Token)).Body;
            }
            catch (FabricException lost) when (lost.Error.Retryable && lost.Error != ErrorTable.CapacityFull)
            {
                await Pause(50, 250, over);
            }
            catch (OperationCanceledException) when (!over.IsCancellationRequested)
            {
                // It answers too late; the same call again is answered the same.
            }
        }
    }
}
