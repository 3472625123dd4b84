using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using InfraFabric.Load.State;

namespace InfraFabric.Load.Startup;

/// <summary>How long the program takes to say its version, to ask a running server, and to serve.</summary>
internal static class ProgramStarts
{
    private const int Runs = 30;
    private static readonly byte[] Question =
        "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        using var scratch = new Scratch();
        var hello = await BuiltPrograms.TimeAsync(Runs, BuiltPrograms.Hello);
        var peer = $"an empty .NET program: {Text(hello)}";
        var version = await BuiltPrograms.TimeAsync(Runs, BuiltPrograms.Ifctl, "version");
        var launched = await BuiltPrograms.TimeAsync(Runs, BuiltPrograms.Launcher, "version");
        var (serving, call) = await ServeAsync(scratch.File("home"));
        return
        [
            RowOf("ifctl version, p50", version, peer, 60),
            new Row("./ifctl version from the sources, nothing stale, p50", Text(launched), peer, "-", Reached: true),
            RowOf("ifctl state stats, one call to a running server, p50", call, peer, 90),
            RowOf("ifctl up until it serves, p50", serving, peer, 600),
        ];
    }

    private static async Task<(Latencies Serving, Latencies Call)> ServeAsync(string home)
    {
        var serving = new Latencies();
        var call = new Latencies();
        for (var run = 0; run < 10; run++)
        {
            var port = FreePort();
            var start = Stopwatch.GetTimestamp();
            using var server = BuiltPrograms.Start(BuiltPrograms.Ifctl, "up", "--home", home, "--port", $"{port}");
            await UntilServingAsync(port);
            serving.Add(start);
            if (run == 9)
                call.Add(await BuiltPrograms.TimeAsync(Runs, BuiltPrograms.Ifctl, "state", "stats", "--home", home));
            server.Kill();
            await server.WaitForExitAsync();
        }

        return (serving, call);
    }

    private static async Task UntilServingAsync(int port)
    {
        var answer = new byte[12];
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                var stream = client.GetStream();
                await stream.WriteAsync(Question);
                await stream.ReadExactlyAsync(answer);
                if (Encoding.ASCII.GetString(answer) == "HTTP/1.1 200")
                    return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // Not listening yet.
            }

            await Task.Delay(1);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Row RowOf(string figure, Latencies ours, string peer, int goalMilliseconds) => new(
        figure, Text(ours), peer, $"< {goalMilliseconds} ms", ours.At(0.5).TotalMilliseconds < goalMilliseconds);

    private static string Text(Latencies latencies) =>
        $"{latencies.At(0.5).TotalMilliseconds:F0} ms (p95 {latencies.At(0.95).TotalMilliseconds:F0})";
}
