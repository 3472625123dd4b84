using System.Net;
using System.Net.Sockets;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests;

public sealed class UpTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Up_WhenSignalled_EndsWellAndQuietly(string signal)
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        (await http.GetStringAsync("/healthz")).ShouldBe("""{"status":"ok"}""");

        var (exitCode, error) = await server.StopAsync(signal);

        exitCode.ShouldBe(0);
        error.ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(home.Folder, "run")).Select(Path.GetFileName).ShouldBe(["server.lock"]);
    }

    [Fact]
    public async Task Up_AsText_SaysWhereItServesAndHowToStop()
    {
        using var home = new TestHome();
        using var process = home.Start(Repository.Ifctl, ["up", "--port", "0"]);

        var lines = new List<string>();
        while (lines.Count < 4)
            lines.Add((await process.StandardOutput.ReadLineAsync())!);
        await RunningServer.StopAsync(process, "TERM");

        lines[0].ShouldMatch(@"^InfraFabric serves http://127\.0\.0\.1:\d+$");
        lines[1].ShouldContain(home.Folder);
        lines[3].ShouldContain($"Ctrl-C, or kill {process.Id}");
    }

    [Fact]
    public async Task Up_OnAPortInUse_NamesTheWayOut()
    {
        using var home = new TestHome();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var result = (await home.RunAsync("up", "--port", $"{port}")).ShouldExit(7);

        result.Error.ShouldContain("IF_ERR_LISTEN");
        result.Error.ShouldContain("--port");
        result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Up_InAHomeThatIsServed_NamesWhoServesIt()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);

        var result = (await home.RunAsync("up", "--port", "0")).ShouldExit(7);

        result.Error.ShouldContain("IF_ERR_STATE_LOCKED");
        result.Error.ShouldContain($"kill {server.Process.Id}");
    }

    [Fact]
    public async Task Up_AfterAServerWasKilled_ServesTheSameState()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        await using (var killed = await RunningServer.StartAsync(home))
            await killed.StopAsync("KILL");

        // Its socket is still there, and nobody answers it: the state is read directly.
        (await home.RunAsync("state", "get", "a")).ShouldExit(0).Out.ShouldBe("1");
        await using var server = await RunningServer.StartAsync(home);

        (await home.RunAsync("state", "get", "a")).ShouldExit(0).Out.ShouldBe("1");
    }

    [Theory]
    [InlineData("listen:\n  address: 0.0.0.0\n", "TLS")]
    [InlineData("lsten:\n  port: 1\n", "listen")]
    public async Task Up_WithAWrongConfiguration_SaysWhatToChange(string yaml, string expected)
    {
        using var home = new TestHome();
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "fabric.yaml"), yaml);

        var result = (await home.RunAsync("up")).ShouldExit(3);

        result.Error.ShouldContain("IF_ERR_CONFIG_INVALID");
        result.Error.ShouldContain(expected);
    }

    [Fact]
    public async Task Up_WithThePortOfTheConfiguration_ServesThere()
    {
        using var home = new TestHome();
        await File.WriteAllTextAsync(
            Path.Combine(home.Folder, "fabric.yaml"), "listen:\n  port: 0\nembedded:\n  directory: elsewhere\n");
        using var process = home.Start(Repository.Ifctl, ["up", "--json"]);
        for (var line = ""; line != "}";)
            line = await process.StandardOutput.ReadLineAsync();

        await RunningServer.StopAsync(process, "TERM");

        Directory.Exists(Path.Combine(home.Folder, "elsewhere")).ShouldBeTrue();
    }
}
