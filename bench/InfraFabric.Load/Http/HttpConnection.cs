using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace InfraFabric.Load.Http;

/// <summary>One connection that is kept: a request, then its whole answer. Its calls never wait.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 * 1024];
    private int _received;
    private long _sent;

    private HttpConnection(Socket socket) => _socket = socket;

    public int Descriptor => (int)_socket.Handle;

    /// <summary>The times from sending a request to having its whole answer.</summary>
    public Latencies Latencies { get; } = new();

    public static HttpConnection Open(EndPoint server)
    {
        var socket = server is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        socket.Blocking = false;
        return new HttpConnection(socket);
    }

    public void Send(ReadOnlySpan<byte> request)
    {
        _received = 0;
        _sent = Stopwatch.GetTimestamp();
        // The kernel takes a request whole while nothing else is under way; a larger one is not what this measures.
        if (_socket.Send(request, SocketFlags.None) != request.Length)
            throw new InvalidOperationException($"A request of {request.Length} bytes is too large to send at once.");
    }

    /// <summary>Takes what has come; false when the answer is not whole yet.</summary>
    public bool TryReceive(out HttpAnswer answer)
    {
        if (_received == _buffer.Length)
            Grow();
        var read = _socket.Receive(_buffer.AsSpan(_received), SocketFlags.None);
        if (read == 0)
            throw new InvalidOperationException("The server closed the connection.");
        _received += read;
        if (!HttpAnswerReader.TryRead(_buffer.AsMemory(0, _received), out answer))
            return false;
        Latencies.Add(_sent);
        return true;
    }

    /// <summary>Waits for the whole answer.</summary>
    public ReadOnlyMemory<byte> Receive()
    {
        HttpAnswer answer;
        do
            _socket.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead);
        while (!TryReceive(out answer));
        return answer.Status is >= 200 and < 300
            ? answer.Body
            : throw new InvalidOperationException(
                $"Refused with {answer.Status}: {System.Text.Encoding.UTF8.GetString(answer.Body.Span)}");
    }

    public void Dispose() => _socket.Dispose();

    private void Grow()
    {
        if (_buffer.Length >= MaxAnswerBytes)
            throw new InvalidOperationException($"An answer has more than {MaxAnswerBytes} bytes.");
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
