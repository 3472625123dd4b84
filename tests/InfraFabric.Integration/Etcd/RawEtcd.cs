using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.Integration.Etcd;

/// <summary>Looks at etcd past the store.</summary>
internal static class RawEtcd
{
    public static EtcdCaller NewCaller(EtcdOptions options) => new(
        new EtcdEndpoints(options.Endpoints, new EtcdTransport(null)), new EtcdLogin(null, null), options.GiveUpAfter,
        TimeProvider.System);

    public static async Task<RangeResponse> RangeAsync(EtcdCaller caller, string prefix, CancellationToken patience)
    {
        var request = new RangeRequest { Key = KeyLayout.Bytes(prefix), RangeEnd = KeyLayout.End(prefix) };
        return await caller.CallAsync(EtcdMethods.Range, request, patience);
    }

    public static async Task<long> CountAsync(EtcdCaller caller, string prefix, CancellationToken patience) =>
        (await RangeAsync(caller, prefix, patience)).Count;
}
