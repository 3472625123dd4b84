using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Tokens;

/// <summary>
/// How many calls without a valid token one address may make, so that guessing stays slow and signing stays cheap. The
/// owner's socket has no address and no limit.
/// </summary>
internal sealed class AddressLimit(double perSecond, double burst, TimeProvider time)
{
    private const int NetworkBytesOfVersion6 = 8;

    private readonly BoundedCache<UInt128, TokenBucket> _buckets = new(TokenLimits.MaxAddresses);

    /// <summary>Throws when the address of a request has made too many.</summary>
    public void Take(HttpContext context)
    {
        if (!TryTake(context, out var wait))
            throw Overload.Of("Too many calls without a valid token came from this address.", wait);
    }

    /// <summary>False when it has made too many; then says after how long it may make another.</summary>
    public bool TryTake(HttpContext context, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        return context.Connection.RemoteIpAddress is not { } address
            || _buckets.GetOrAdd(KeyOf(address), _ => new TokenBucket(perSecond, burst, time)).TryTake(out wait);
    }

    // Whoever has one address of version 6 usually has its whole network.
    private static UInt128 KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            bytes[NetworkBytesOfVersion6..].Clear();
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
