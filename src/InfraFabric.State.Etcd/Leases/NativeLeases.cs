using System.Buffers.Binary;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Leases;

/// <summary>The leases of etcd itself.</summary>
internal sealed class NativeLeases(EtcdCaller caller, Action<byte[]> randomness)
{
    /// <summary>A lease of at least that long, in whole seconds. The servers may make it longer.</summary>
    public async Task<LeaseId> GrantAsync(TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        var lease = new LeaseId(NewId());
        var request = new LeaseGrantRequest { ID = lease.Value, TTL = (long)Math.Ceiling(timeToLive.TotalSeconds) };
        try
        {
            await caller.CallAsync(EtcdMethods.LeaseGrant, request, cancellationToken);
        }
        catch (FabricException e) when (EtcdFaults.IsLeaseTaken(e))
        {
            // No one else draws the same 63 bits: an earlier attempt of ours has made it, and its answer was lost.
            return lease;
        }

        return lease;
    }

    /// <summary>Starts the time to live again; false when the lease has ended.</summary>
    public async Task<bool> KeepAliveAsync(LeaseId lease, CancellationToken cancellationToken)
    {
        try
        {
            var request = new LeaseKeepAliveRequest { ID = lease.Value };
            return (await caller.CallAsync(EtcdMethods.LeaseKeepAlive, request, cancellationToken)).TTL > 0;
        }
        catch (FabricException e) when (EtcdFaults.IsLeaseGone(e))
        {
            return false;
        }
    }

    /// <summary>Ends a lease with all that is attached to it; one that has ended is fine.</summary>
    public async Task RevokeAsync(LeaseId lease, CancellationToken cancellationToken)
    {
        try
        {
            var request = new LeaseRevokeRequest { ID = lease.Value };
            await caller.CallAsync(EtcdMethods.LeaseRevoke, request, cancellationToken);
        }
        catch (FabricException e) when (EtcdFaults.IsLeaseGone(e))
        {
            return;
        }
    }

    /// <summary>A number that no one else has drawn.</summary>
    public long NewId()
    {
        var bytes = new byte[sizeof(long)];
        long id;
        do
        {
            randomness(bytes);
            id = BinaryPrimitives.ReadInt64BigEndian(bytes) & long.MaxValue;
        }
        while (id == 0);
        return id;
    }
}
