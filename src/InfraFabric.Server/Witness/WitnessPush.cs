using System.Runtime.CompilerServices;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Witness;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Tokens;
using InfraFabric.Witness.Searching;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Witness;

/// <summary>
/// Entries as Server-Sent Events, as they come into the ledger. The id of an event is the place of its entry, so that a
/// reader that lost its connection goes on with <c>Last-Event-ID</c>, here or at another server.
/// </summary>
internal sealed class WitnessPush(
    FabricWitness witness, WitnessBodies bodies, TimeProvider time, CancellationToken stopping)
{
    private int _streams;

    public async Task ServeAsync(HttpContext context)
    {
        var query = WitnessQueries.Of(context.Request) with
        {
            After = LastEventId.Of(context.Request) ?? QueryValues.Revision(context.Request, "after"),
            NewestFirst = false,
            Limit = ServerLimits.WitnessStreamPage,
        };
        LedgerSearch.Require(query);
        if (Interlocked.Increment(ref _streams) > ServerLimits.MaxWitnessStreams)
        {
            Interlocked.Decrement(ref _streams);
            throw TooMany();
        }

        try
        {
            await StreamAnswer.ServeAsync(context, stop => FollowAsync(query, stop), TextOf, time, stopping);
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async IAsyncEnumerable<WitnessEntryBody> FollowAsync(
        LedgerQuery query, [EnumeratorCancellation] CancellationToken stop)
    {
        var after = query.After ?? (await witness.Store.LoadAsync(stop)).Size - 1;
        while (true)
        {
            var grown = witness.Growth.Next;
            if (await TryFindAsync(query with { After = after }, stop) is { } found)
            {
                foreach (var entry in found.Entries)
                    yield return await bodies.OfAsync(entry, stop);
                after = Math.Max(after, found.NextAfter ?? found.Size - 1);
                if (found.NextAfter is not null)
                    continue;
            }

            await grown.WaitAsync(ServerLimits.WitnessStreamLook, time, stop).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            // What comes in quick succession is searched for together.
            await Task.Delay(ServerLimits.WitnessStreamPause, time, stop);
        }
    }

    /// <summary>The entries that have come; null while the index is being made, which is no reason to end.</summary>
    private async Task<FoundEntries?> TryFindAsync(LedgerQuery query, CancellationToken stop)
    {
        try
        {
            return await witness.Search.FindAsync(query, stop);
        }
        catch (FabricException notNow) when (notNow.Error == ErrorTable.NotReady)
        {
            return null;
        }
    }

    private static string TextOf(WitnessEntryBody entry) =>
        $"id: {entry.Index}\nevent: entry\n"
        + $"data: {JsonSerializer.Serialize(entry, ApiJson.Wire.WitnessEntryBody)}\n\n";

    private static FabricException TooMany() => Overload.Of("Too many follow the ledger of this server.",
        $"{ServerLimits.MaxWitnessStreams} streams are open, which is the limit.",
        "Follow it at another server, or ask for pages: GET /v1/witness/entries.", ServerLimits.WitnessStreamLook);
}
