using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Client.Push;

namespace InfraFabric.Client;

/// <summary>The ledger, as a server shows it.</summary>
public sealed class HttpWitnessApi(ServerCaller caller, TimeProvider time)
{
    /// <summary>One page of entries.</summary>
    /// <param name="search">The call <see cref="WitnessCalls.Find"/> with its conditions.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WitnessPageBody> FindAsync(ServerRequest search, CancellationToken cancellationToken = default) =>
        caller.CallAsync<WitnessPageBody>(WitnessCalls.Find, search, cancellationToken);

    /// <summary>The entry at a place.</summary>
    public Task<WitnessEntryBody> ShowAsync(long place, CancellationToken cancellationToken = default) =>
        caller.CallAsync<WitnessEntryBody>(
            WitnessCalls.Show, WitnessCalls.Show.Request(null, $"{place}"), cancellationToken);

    /// <summary>
    /// Entries as they come, in their order, each once; it goes on by itself when the connection is lost.
    /// </summary>
    /// <param name="watch">The call <see cref="WitnessCalls.Watch"/> with its conditions.</param>
    /// <param name="after">The place after which to begin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<WitnessEntryBody> FollowAsync(
        ServerRequest watch, long after, CancellationToken cancellationToken = default) =>
        new ResumedStream<WitnessEntryBody>(
            caller, time, ApiJson.Default.WitnessEntryBody, entry => entry.Index)
            .ReadAsync(watch, after, cancellationToken);
}
