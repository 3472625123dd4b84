using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace InfraFabric.State.Etcd.Grpc;

/// <summary>Reads framed messages from an answer, each bounded, through one pooled buffer.</summary>
internal sealed class GrpcFrameReader(Stream stream, int maxMessageBytes) : IDisposable
{
    private const int FirstBufferBytes = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
    private int _start;
    private int _end;

    /// <summary>The next message; null when the answer has ended.</summary>
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        if (!await FillAsync(GrpcFrame.HeaderBytes, cancellationToken))
            return null;
        if (_buffer[_start] != 0)
            throw new GrpcException(GrpcCode.Internal, "an answer is compressed, which was not offered");
        var length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start + 1));
        if (length > maxMessageBytes)
            throw new GrpcException(GrpcCode.Internal, $"an answer has {length} bytes, more than {maxMessageBytes}");

        var frame = GrpcFrame.HeaderBytes + (int)length;
        if (!await FillAsync(frame, cancellationToken))
            throw Broken();
        var message = parser.ParseFrom(_buffer.AsSpan(_start + GrpcFrame.HeaderBytes, (int)length));
        _start += frame;
        Shrink();
        return message;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>Has at least so many bytes at hand; false when the answer ended before the first of them.</summary>
    private async ValueTask<bool> FillAsync(int bytes, CancellationToken cancellationToken)
    {
        Reserve(bytes);
        while (_end - _start < bytes)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
                return _end == _start ? false : throw Broken();
            _end += read;
        }

        return true;
    }

    private void Reserve(int bytes)
    {
        if (_start == _end)
            _start = _end = 0;
        if (_buffer.Length - _start >= bytes)
            return;
        Replace(Math.Max(bytes, _buffer.Length));
    }

    /// <summary>
    /// Gives a large buffer back once it is empty: a stream lives long, and its large messages are rare.
    /// </summary>
    private void Shrink()
    {
        if (_start == _end && _buffer.Length > 16 * FirstBufferBytes)
            Replace(FirstBufferBytes);
    }

    private void Replace(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(bytes);
        _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _end, _start) = (larger, _end - _start, 0);
    }

    private static GrpcException Broken() => new(GrpcCode.Unavailable, "the answer broke off");
}
