using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InfraFabric.Load.Coordination;

/// <summary>
/// A connected event stream on a bare socket, read on a thread of its own: when the bytes of an event are there is what
/// is measured, not when a library has made something of them.
/// </summary>
internal sealed class EventSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _length;

    private EventSocket(Socket socket) => _socket = socket;

    public static EventSocket Open(IPEndPoint server, string path, string token)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        socket.Send(RequestOf(path, token));
        var stream = new EventSocket(socket);
        stream.WaitFor("event: picture");
        return stream;
    }

    public static byte[] RequestOf(string path, string token) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");

    /// <summary>Reads until an event with this text has come; when that was.</summary>
    public long WaitFor(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        while (true)
        {
            var at = _buffer.AsSpan(0, _length).IndexOf(wanted);
            if (at >= 0)
            {
                var now = Stopwatch.GetTimestamp();
                _length = 0;
                return now;
            }

            if (_length == _buffer.Length)
                _length = 0;
            var read = _socket.Receive(_buffer.AsSpan(_length));
            if (read == 0)
                throw new InvalidOperationException("The server ended a stream that was being measured.");
            _length += read;
        }
    }

    public void Dispose() => _socket.Dispose();
}
