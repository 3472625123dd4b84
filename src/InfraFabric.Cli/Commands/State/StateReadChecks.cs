using InfraFabric.Api.State;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Server.State;
using InfraFabric.State.Contract;

namespace InfraFabric.Cli.Commands.State;

/// <summary>
/// The attempts to break the commands that read: an answer is whole and of one revision, or it is an error.
/// </summary>
internal static class StateReadChecks
{
    private const int Cuts = 16;
    private const int ManyRecords = 40;

    public static readonly IReadOnlyList<FalsifyCheck> OfGet =
    [
        new("stale revision",
            "Read at a revision after the record has changed, and get what is there now.", StaleAsync),
        new("forgotten revision", "Read at a revision that is no longer kept, and get something.", ForgottenAsync),
        new("lost connection", "Cut the connection at many places of the answer, and have a part pass for the whole.",
            scratch => CutAsync(scratch, (api, token) => api.GetAsync(Scratch.Probe.Text, null, token))),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfList =
    [
        new("changed meanwhile", "Commit between two pages, so that the list mixes two revisions.", MixAsync),
        new("lost connection", "Cut the connection at many places of the answer, and have a part pass for the whole.",
            scratch => CutAsync(scratch, (api, token) => api.ListAsync(new RecordsQuery("falsify/"), token))),
    ];

    private static async Task<Evidence> StaleAsync(Scratch scratch)
    {
        await using var store = await scratch.OpenCopyAsync();
        var api = new StoreStateApi(store);
        var before = (await api.GetStatsAsync(scratch.Run.Cancellation)).Revision;
        await scratch.PutAsync(store, Scratch.Probe, "2");
        var record = await api.GetAsync(Scratch.Probe.Text, before, scratch.Run.Cancellation);
        return record.Text == "1"
            ? Evidence.Held($"at revision {before} the record is as it was then")
            : Evidence.Broke($"at revision {before} the record reads '{record.Text}'");
    }

    private static async Task<Evidence> ForgottenAsync(Scratch scratch)
    {
        await using var store = await scratch.OpenCopyAsync();
        var before = (await store.GetStatsAsync(scratch.Run.Cancellation)).Revision;
        var now = await scratch.PutAsync(store, Scratch.Probe, "2");
        await store.CompactAsync(now, scratch.Run.Cancellation);
        return await Attacks.RefusedAsync(ErrorTable.StateCompacted, "refused, and said to be forgotten", () =>
            new StoreStateApi(store).GetAsync(Scratch.Probe.Text, before, scratch.Run.Cancellation));
    }

    private static async Task<Evidence> MixAsync(Scratch scratch)
    {
        await using var store = await scratch.OpenCopyAsync();
        for (var i = 0; i < ManyRecords; i++)
            await scratch.PutAsync(store, Numbered(i), "1");
        var pages = new StatePages(new StoreStateApi(store), new RecordsQuery("falsify/many/", Limit: 10));
        var seen = new List<RecordBody>();
        await foreach (var page in pages.ReadAsync(scratch.Run.Cancellation))
        {
            seen.AddRange(page.Records);
            await scratch.PutAsync(store, Numbered(seen.Count % ManyRecords), "2");
        }

        return seen.Count == ManyRecords && seen.TrueForAll(record => record.Text == "1")
            ? Evidence.Held($"{ManyRecords} records on {ManyRecords / 10} pages, all as of the first page's revision")
            : Evidence.Broke("a page shows a commit that is later than the first page");
    }

    private static async Task<Evidence> CutAsync<T>(Scratch scratch, Func<IStateApi, CancellationToken, Task<T>> read)
    {
        await using var server = await ScratchServer.StartAsync(scratch);
        var whole = await TryAsync(scratch, server, read);
        var (errors, answers) = (0, 0);
        for (var bytes = 0; bytes < Cuts * 32; bytes += 32)
        {
            server.Proxy.CutAfter(bytes);
            if (await TryAsync(scratch, server, read) is not { } answer)
                errors++;
            else if (answer == whole)
                answers++;
            else
                return Evidence.Broke($"cut after {bytes} bytes, a part of the answer passed for all of it");
        }

        return errors > 0
            ? Evidence.Held($"of {Cuts} cuts {errors} ended as errors; after {answers} the answer had come whole")
            : Evidence.Broke("no cut was noticed");
    }

    /// <summary>The answer as JSON; null where there was an error instead.</summary>
    private static async Task<string?> TryAsync<T>(
        Scratch scratch, ScratchServer server, Func<IStateApi, CancellationToken, Task<T>> read)
    {
        using var caller = server.NewCaller();
        try
        {
            var answer = await read(new HttpStateApi(caller, scratch.Run.Time), scratch.Run.Cancellation);
            return StateText.Whole(answer);
        }
        catch (FabricException error) when (error.Error == ErrorTable.ServerUnreachable)
        {
            return null;
        }
    }

    private static RecordKey Numbered(int i) => new($"falsify/many/{i:000}");
}
