using System.Net;
using System.Net.Sockets;
using System.Text;

namespace InfraFabric.Server.Tests;

/// <summary>Connections that are kept open without need. What ends them is the server, not the test.</summary>
public sealed class TimeoutTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Headers_ThatNeverEnd_AreGivenUpOn()
    {
        await using var server = await StartAsync(
            options => options with { HeadersTimeout = TimeSpan.FromMilliseconds(500) });
        using var socket = await ConnectAsync(server);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "));

        var answer = await ReadToEndAsync(socket);

        answer.ShouldStartWith("HTTP/1.1 408");
    }

    [Fact]
    public async Task Connection_OnWhichNothingMoreIsAsked_IsClosed()
    {
        await using var server = await StartAsync(
            options => options with { KeepAliveTimeout = TimeSpan.FromMilliseconds(500) });
        using var socket = await ConnectAsync(server);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"));

        var answer = await ReadToEndAsync(socket);

        answer.ShouldStartWith("HTTP/1.1 200");
        answer.ShouldNotContain("Connection: close");
    }

    private static async Task<ServerFixture> StartAsync(Func<ServerOptions, ServerOptions> with)
    {
        var server = new ServerFixture();
        await server.StartAsync(await server.OpenStoreAsync(), with: with);
        return server;
    }

    private static async Task<TcpClient> ConnectAsync(ServerFixture server)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(server.Server.Info.Url).Port);
        return socket;
    }

    private static Task<string> ReadToEndAsync(TcpClient socket) =>
        new StreamReader(socket.GetStream()).ReadToEndAsync().WaitAsync(Patience);
}
