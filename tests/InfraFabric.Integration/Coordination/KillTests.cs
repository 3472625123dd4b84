using InfraFabric.Integration.Etcd;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Coordination;

/// <summary>
/// Servers are killed at random moments while 200 agents work. What was added is completed, once, by one owner at a
/// time, and every agent finds its way back by itself.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Agents = 200;
    private const int Kills = 30;

    [Fact]
    public async Task Kill_OfTheOnlyServer_LosesNoTaskAndGivesNoneTwice()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await using var servers = new ServerSet([NewServer("up")]);
        using var run = new KillRun(servers, Agents, Kills, seed);

        await run.RunAsync();

        await servers.Servers[0].KillAsync();
        await using var store = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = Path.Combine(servers.Servers[0].Home.Folder, "data") },
            TimeProvider.System);
        await AuditAsync(run, servers, store);
    }

    [Fact]
    public async Task Kill_OfOneServerOfThree_LosesNoTaskAndGivesNoneTwice()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await using var etcd = await EtcdCluster.StartAsync(1);
        var endpoint = etcd.Members[0].Client;
        string[] command = ["coordinator", "start", "--backend", "etcd", "--host", endpoint.Authority];
        await using var servers = new ServerSet([.. Enumerable.Range(0, 3).Select(_ => NewServer(command))]);
        using var run = new KillRun(servers, Agents, Kills, seed);

        await run.RunAsync();

        await using var store = await EtcdStateStore.OpenAsync(
            new EtcdOptions { Endpoints = [endpoint] }, TimeProvider.System);
        await AuditAsync(run, servers, store);
    }

    // Agents fail now and then: in tens of thousands of tasks one of them fails three in a row, and its breaker would
    // stay open, as nobody is there to close it.
    private static ServerProgram NewServer(params string[] command)
    {
        var server = new ServerProgram(command);
        server.Govern("resource_policy:\n  circuit_breaker_failure_threshold: 1000\n");
        return server;
    }

    private async Task AuditAsync(KillRun run, ServerSet servers, IStateStore store)
    {
        (await run.AuditAsync(store)).ShouldBeEmpty();
        run.Killed.ShouldBe(Kills);
        output.WriteLine($"{run.Killed} kills, {run.Added:N0} tasks, each completed once.");
        foreach (var server in servers.Servers)
            server.Said.ShouldNotContain("This is a defect", customMessage: server.Said);
    }
}
