using InfraFabric.Core.Errors;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.State.Committer;

/// <summary>
/// Commits until the disk is full, frees the ballast, commits on, and looks after closing and opening whether exactly
/// what was acknowledged is there. Says how many commits were acknowledged, how many refused, and how many records
/// were found.
/// </summary>
internal static class Fill
{
    public static async Task RunAsync(string directory, string ballast)
    {
        var acknowledged = new HashSet<string>();
        var refused = 0;
        await using (var store = await OpenAsync(directory))
        {
            refused = await CommitUntilRefusedAsync(store, acknowledged);
            await store.GetAsync(new RecordKey("full/0"));
            File.Delete(ballast);
            for (var i = 0; i < 20; i++)
                await CommitAsync(store, $"freed/{i}", acknowledged);
        }

        await using var reopened = await OpenAsync(directory);
        var found = new HashSet<string>();
        RecordPage page;
        RecordKey? after = null;
        do
        {
            page = await reopened.ListAsync(new ListQuery("", 1000) { After = after });
            found.UnionWith(page.Records.Select(record => record.Key.Text));
            after = page.Records[^1].Key;
        }
        while (page.More);
        await Console.Out.WriteLineAsync(
            $"acknowledged {acknowledged.Count} refused {refused} exact {found.SetEquals(acknowledged)}");
    }

    private static async Task<int> CommitUntilRefusedAsync(EmbeddedStateStore store, HashSet<string> acknowledged)
    {
        var refused = 0;
        for (var i = 0; refused < 10; i++)
        {
            try
            {
                await CommitAsync(store, $"full/{i}", acknowledged);
            }
            catch (FabricException e) when (e.Error == ErrorTable.StateFailed)
            {
                refused++;
            }
        }

        return refused;
    }

    private static async Task CommitAsync(EmbeddedStateStore store, string key, HashSet<string> acknowledged)
    {
        await store.CommitAsync(Some.Commit([], [Write.Put(new RecordKey(key), new byte[20_000])]));
        acknowledged.Add(key);
    }

    private static Task<EmbeddedStateStore> OpenAsync(string directory) =>
        EmbeddedStateStore.OpenAsync(new EmbeddedOptions { Directory = directory }, TimeProvider.System);
}
