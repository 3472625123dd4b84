using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Server.State;

namespace InfraFabric.Cli.Commands.State;

/// <summary>
/// The attempts to break <c>state watch</c>: it shows every change once and in order, or it is an error.
/// </summary>
internal static class StateWatchChecks
{
    private const int Changes = 30;
    private const int Cut = 700;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        new("lost connection",
            "Cut the connection again and again, so that changes are missed or come twice.", CutAsync),
        new("forgotten revision",
            "Watch after a revision that is no longer kept, so that a gap goes unnoticed.", GapAsync),
    ];

    private static async Task<Evidence> CutAsync(Scratch scratch)
    {
        await using var server = await ScratchServer.StartAsync(scratch);
        var start = (await server.Store.GetStatsAsync(scratch.Run.Cancellation)).Revision;
        var made = new List<long>();
        for (var i = 0; i < Changes; i++)
            made.Add(await scratch.PutAsync(server.Store, Scratch.Probe, $"{i}"));
        // Room for the question before the watch and for the first few events, not for all of them.
        server.Proxy.CutAfter(Cut);
        using var caller = server.NewCaller();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(scratch.Run.Cancellation);
        end.CancelAfter(Patience);
        var seen = new List<long>();
        await foreach (var batch in new HttpStateApi(caller, scratch.Run.Time).WatchAsync("falsify/", start, end.Token))
        {
            seen.Add(batch.Revision);
            if (seen.Count >= made.Count)
                break;
        }

        return seen.SequenceEqual(made)
            ? Evidence.Held($"{Changes} changes came once and in order, over {server.Proxy.Connections} connections")
            : Evidence.Broke($"made {string.Join(',', made)}, seen {string.Join(',', seen)}");
    }

    private static async Task<Evidence> GapAsync(Scratch scratch)
    {
        await using var store = await scratch.OpenCopyAsync();
        var before = (await store.GetStatsAsync(scratch.Run.Cancellation)).Revision;
        await scratch.PutAsync(store, Scratch.Probe, "2");
        await store.CompactAsync(await scratch.PutAsync(store, Scratch.Probe, "3"), scratch.Run.Cancellation);
        return await Attacks.RefusedAsync(ErrorTable.StateCompacted,
            "refused: list again, and watch from there", async () =>
        {
            await foreach (var batch in new StoreStateApi(store).WatchAsync("", before, scratch.Run.Cancellation))
                throw new InvalidOperationException($"It began at revision {batch.Revision}.");
        });
    }
}
