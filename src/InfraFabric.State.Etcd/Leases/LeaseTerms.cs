using System.Buffers.Binary;
using InfraFabric.Core.Ids;

namespace InfraFabric.State.Etcd.Leases;

/// <summary>
/// What a lease record holds: the time to live, and the trace of the request that the lease was granted to.
/// </summary>
internal readonly record struct LeaseTerms(TimeSpan TimeToLive, TraceToken Trace)
{
    private const int GuidBytes = 16;

    public byte[] Encode()
    {
        var bytes = new byte[sizeof(long) + GuidBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, TimeToLive.Ticks);
        Trace.Value.TryWriteBytes(bytes.AsSpan(sizeof(long)), bigEndian: true, out _);
        return bytes;
    }

    public static LeaseTerms Decode(ReadOnlySpan<byte> stored) => new(
        TimeSpan.FromTicks(BinaryPrimitives.ReadInt64BigEndian(stored)),
        TraceToken.From(new Guid(stored[sizeof(long)..], bigEndian: true)));
}
