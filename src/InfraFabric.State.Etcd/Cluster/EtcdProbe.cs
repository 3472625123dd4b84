using Google.Protobuf;
using InfraFabric.Core.Errors;
using InfraFabric.State.Etcd.Grpc;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Cluster;

/// <summary>
/// Asks the member in use every second for a read that needs the cluster's consent. A member that is dead, frozen, or
/// cut off from the others fails it, is left, and with it end the streams on it; they open again on the next member.
/// </summary>
internal sealed class EtcdProbe(EtcdCaller caller, ByteString key)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        var request = new RangeRequest { Key = key, KeysOnly = true };
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(EtcdLimits.ProbeInterval, caller.Time, stopping);
                await caller.AttemptAsync(EtcdMethods.Range, request, stopping);
            }
            catch (Exception e) when (e is GrpcException or FabricException)
            {
                // The attempt itself has left the member, and who calls next is told why: there is no one else to tell.
                continue;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
