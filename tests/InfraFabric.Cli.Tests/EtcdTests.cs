using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests;

/// <summary>The same commands with the state on an etcd cluster.</summary>
public sealed class EtcdTests
{
    [Fact]
    public async Task Restore_IntoEtcd_IsServedFromThere()
    {
        await using var etcd = await EtcdServer.StartAsync();
        using var home = new TestHome();
        await home.PutAsync(("tasks/1", "one"), ("tasks/2", "two"));
        (await home.RunAsync("state", "backup", "x.backup")).ShouldExit(0);
        await File.WriteAllTextAsync(
            Path.Combine(home.Folder, "fabric.yaml"), $"backend: etcd\netcd:\n  endpoints: [{etcd.Endpoint}]\n");

        (await home.RunAsync("state", "restore", "x.backup")).ShouldExit(0);
        await using var server = await RunningServer.StartAsync(home);
        var served = (await home.RunAsync("state", "get", "tasks/2")).ShouldExit(0);
        var stats = (await home.RunAsync("state", "stats", "--json")).ShouldExit(0).Json;
        var again = (await home.RunAsync("state", "backup", "y.backup", "--json")).ShouldExit(0).Json;

        server.Announced.GetProperty("backend").GetString().ShouldBe("etcd");
        served.Out.ShouldBe("two");
        stats.GetProperty("location").GetString()!.ShouldContain(etcd.Endpoint);
        again.GetProperty("records").GetInt64().ShouldBe(2 + RunningServer.OwnRecords);
    }

    [Fact]
    public async Task Restore_IntoEtcdThatHoldsAState_IsRefused()
    {
        await using var etcd = await EtcdServer.StartAsync();
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        (await home.RunAsync("state", "backup", "x.backup")).ShouldExit(0);
        await File.WriteAllTextAsync(
            Path.Combine(home.Folder, "fabric.yaml"), $"backend: etcd\netcd:\n  endpoints: [{etcd.Endpoint}]\n");
        (await home.RunAsync("state", "restore", "x.backup")).ShouldExit(0);

        var result = (await home.RunAsync("state", "restore", "x.backup", "--replace")).ShouldExit(2);

        result.Error.ShouldContain("not empty");
        (await home.RunAsync("state", "list", "--mode=falsify")).ShouldExit(0);
    }

    [Fact]
    public async Task Up_WithAnEtcdOnTheLine_UsesIt()
    {
        await using var etcd = await EtcdServer.StartAsync();
        using var home = new TestHome();

        await using var server = await RunningServer.StartAsync(home, "--etcd", etcd.Endpoint);

        server.Announced.GetProperty("backend").GetString().ShouldBe("etcd");
        File.Exists(Path.Combine(home.StateFolder, "state.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Up_WithAMalformedEtcd_IsRefused()
    {
        using var home = new TestHome();

        (await home.RunAsync("up", "--etcd", "a b")).ShouldExit(2).Error.ShouldContain("HOST:PORT");
    }
}
