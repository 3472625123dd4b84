using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace InfraFabric.State.Etcd.Grpc;

/// <summary>One message on the wire: a byte that says "not compressed", four bytes of length, the message.</summary>
internal static class GrpcFrame
{
    public const int HeaderBytes = 5;

    /// <summary>Writes a framed message and hands it on without waiting for more.</summary>
    public static async Task WriteAsync(Stream stream, IMessage message, CancellationToken cancellationToken)
    {
        var length = message.CalculateSize();
        var buffer = ArrayPool<byte>.Shared.Rent(HeaderBytes + length);
        try
        {
            buffer[0] = 0;
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(1), length);
            message.WriteTo(buffer.AsSpan(HeaderBytes, length));
            await stream.WriteAsync(buffer.AsMemory(0, HeaderBytes + length), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
