using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InfraFabric.Load.Peers;

/// <summary>A connection to NATS, in its own text protocol. Its calls block, which is the fastest way to one.</summary>
internal sealed class NatsConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public NatsConnection(IPEndPoint server)
    {
        _socket.Connect(server);
        Expect("INFO");
        Send("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n"u8);
        Settle();
    }

    public void Send(ReadOnlySpan<byte> command) => _socket.Send(command);

    /// <summary>Returns when the server has done all that was sent before.</summary>
    public void Settle()
    {
        Send("PING\r\n"u8);
        Expect("PONG");
    }

    /// <summary>Waits for one message; its payload must fit on one line.</summary>
    public string Receive()
    {
        Expect("MSG");
        return ReadLine();
    }

    public void Dispose() => _socket.Dispose();

    private void Expect(string verb)
    {
        var line = ReadLine();
        if (!line.StartsWith(verb, StringComparison.Ordinal))
            throw new InvalidOperationException($"NATS said '{line}' instead of {verb}.");
    }

    private string ReadLine()
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (at >= 0)
            {
                var line = Encoding.ASCII.GetString(_buffer, _start, at);
                _start += at + 2;
                return line;
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            var read = _socket.Receive(_buffer.AsSpan(_end));
            _end += read > 0 ? read : throw new InvalidOperationException("NATS closed the connection.");
        }
    }
}
