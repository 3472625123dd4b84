using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InfraFabric.Load.Http;

/// <summary>Connections that asked for something that does not end, such as a stream of events, and now wait.</summary>
internal sealed class IdleConnections : IDisposable
{
    private const int AtOnce = 100;

    private readonly List<Socket> _sockets = [];

    /// <summary>Opens them; returns when each has the head of an answer with the status.</summary>
    public static async Task<IdleConnections> OpenAsync(
        EndPoint server, int count, int status, Func<int, ReadOnlyMemory<byte>> request)
    {
        var connections = new IdleConnections();
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            var opened = some.Select(number => OpenOneAsync(server, status, request(number)));
            connections._sockets.AddRange(await Task.WhenAll(opened));
        }

        return connections;
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private static async Task<Socket> OpenOneAsync(EndPoint server, int status, ReadOnlyMemory<byte> request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        await socket.SendAsync(request);
        var buffer = new byte[2048];
        var received = 0;
        while (buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(received));
            if (read == 0)
                throw new InvalidOperationException("The server closed a connection that was to idle.");
            received += read;
        }

        var head = Encoding.ASCII.GetString(buffer, 0, received);
        return head.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal)
            ? socket
            : throw new InvalidOperationException($"The server refused a connection that was to idle: {head}");
    }
}
