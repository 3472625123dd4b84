using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using InfraFabric.Api.Local;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests;

public sealed class DoctorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Doctor_OfAHealthyHome_FindsNothingBroken(bool served)
    {
        using var home = new TestHome();
        await UseAFreePortAsync(home);
        await home.PutAsync(("a", "1"));
        await using var server = served ? await RunningServer.StartAsync(home) : null;

        var answer = (await home.RunAsync("doctor", "--json")).ShouldExit(0).Json;

        answer.GetProperty("healthy").GetBoolean().ShouldBeTrue();
        var checks = answer.GetProperty("findings").EnumerateArray()
            .Select(finding => finding.GetProperty("check").GetString());
        checks.ShouldBe(
            ["runtime", "sdk", "sqlite", "libcrypto", "libsodium", "disk", "files", "config", "policy", "certificate",
                "port", "backend", "clock", "clock steps", "clock sync"]);
    }

    [Fact]
    public async Task Doctor_OfAKeyThatOthersCanRead_SaysHowToCloseIt()
    {
        using var home = new TestHome();
        await UseAFreePortAsync(home);
        var keys = Directory.CreateDirectory(Path.Combine(home.Folder, "keys"), FabricHome.PrivateFolder);
        var key = Path.Combine(keys.FullName, "operator.key");
        await File.WriteAllTextAsync(key, "secret");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var finding = await BrokenAsync(home, "files");

        finding.GetProperty("fix").GetString()!.ShouldContain($"chmod 600 '{key}'");
    }

    [Fact]
    public async Task Doctor_OfAPortInUse_NamesIt()
    {
        using var home = new TestHome();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "fabric.yaml"), $"listen:\n  port: {port}\n");

        (await BrokenAsync(home, "port")).GetProperty("found").GetString()!.ShouldContain($"{port}");
    }

    [Fact]
    public async Task Doctor_OfAWrongConfiguration_TellsItsErrors()
    {
        using var home = new TestHome();
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "fabric.yaml"), "backend: paper\n");

        (await BrokenAsync(home, "config")).GetProperty("found").GetString()!.ShouldContain("paper");
    }

    [Fact]
    public async Task Doctor_OfADamagedState_PointsToARestore()
    {
        using var home = new TestHome();
        await UseAFreePortAsync(home);
        await home.PutAsync(("a", "1"));
        foreach (var file in Directory.GetFiles(home.StateFolder, "state.db*"))
            await File.WriteAllTextAsync(file, "this is no state");

        (await BrokenAsync(home, "backend")).GetProperty("fix").GetString()!.ShouldContain("restore");
    }

    [Fact]
    public async Task Doctor_AsText_PutsTheFixBelowTheFinding()
    {
        using var home = new TestHome();
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "fabric.yaml"), "backend: paper\n");

        var lines = (await home.RunAsync("doctor")).ShouldExit(1).Out.Split('\n');

        var broken = Array.FindIndex(lines, line => line.StartsWith("broken   config", StringComparison.Ordinal));
        broken.ShouldBeGreaterThan(0);
        lines.Skip(broken).ShouldContain(line => line.TrimStart().StartsWith("fix:", StringComparison.Ordinal));
    }

    private static Task UseAFreePortAsync(TestHome home) =>
        File.WriteAllTextAsync(Path.Combine(home.Folder, "fabric.yaml"), "listen:\n  port: 0\n");

    private static async Task<JsonElement> BrokenAsync(TestHome home, string check)
    {
        var answer = (await home.RunAsync("doctor", "--json")).ShouldExit(1).Json;
        answer.GetProperty("healthy").GetBoolean().ShouldBeFalse();
        var finding = answer.GetProperty("findings").EnumerateArray()
            .Single(finding => finding.GetProperty("check").GetString() == check);
        finding.GetProperty("level").GetString().ShouldBe("broken");
        return finding;
    }
}
