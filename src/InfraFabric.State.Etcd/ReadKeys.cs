using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd;

/// <summary>Reads all keys under a prefix as of one revision, a page at a time.</summary>
internal static class ReadKeys
{
    private const int PageSize = 4096;

    public static async Task<(IReadOnlyList<string> Keys, long Revision)> AllAsync(
        EtcdCaller caller, string prefix, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var request = new RangeRequest
        {
            Key = KeyLayout.Bytes(prefix),
            RangeEnd = KeyLayout.End(prefix),
            Limit = PageSize,
            KeysOnly = true,
        };
        while (true)
        {
            var page = await caller.CallAsync(EtcdMethods.Range, request, cancellationToken);
            keys.AddRange(page.Kvs.Select(kv => KeyLayout.Text(kv.Key)));
            if (request.Revision == 0)
                request.Revision = page.Header.Revision;
            if (!page.More)
                return (keys, request.Revision);
            request.Key = KeyLayout.Bytes(keys[^1] + "\0");
        }
    }
}
