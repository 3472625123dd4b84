using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InfraFabric.Server.Tests.Hostile;

/// <summary>Sends bytes over a connection of its own, whether or not they are a request.</summary>
internal static class RawClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<Socket> ConnectAsync(ServerFixture server, int? receiveBuffer = null)
    {
        var url = new Uri(server.Server.Info.Url);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes)
            socket.ReceiveBufferSize = bytes;
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, url.Port));
        return socket;
    }

    /// <summary>Sends and reads one answer.</summary>
    public static async Task<RawAnswer> SendAsync(ServerFixture server, MalformedRequest request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = await ConnectAsync(server);
        var text = new StringBuilder();
        try
        {
            await socket.SendAsync(request.Bytes, patience.Token);
            if (request.EndsThere)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has been refused before all of it was sent; the answer may still be there.
        }

        try
        {
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, patience.Token) is var read and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                if (IsWhole(text.ToString()))
                    break;
            }
        }
        catch (SocketException)
        {
            // Closed without reading what was sent.
        }

        return Parse(text.ToString());
    }

    private static RawAnswer Parse(string text) =>
        text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && text.Length >= 12
            ? new RawAnswer(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text)
            : RawAnswer.Closed;

    // Whatever the server answers here is JSON, or has no body.
    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        if (text.Contains("Content-Length: 0", StringComparison.OrdinalIgnoreCase))
            return true;
        return text.Contains("chunked", StringComparison.OrdinalIgnoreCase)
            ? text.EndsWith("0\r\n\r\n", StringComparison.Ordinal)
            : text.Length > end + 4;
    }
}
