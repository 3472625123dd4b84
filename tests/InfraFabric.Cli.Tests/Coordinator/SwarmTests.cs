using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Coordinator;

/// <summary>Swarms that are started by hand.</summary>
public sealed class SwarmTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task Register_ByHand_KeepsTheSessionForItsOwnerOnly()
    {
        var registered = await served.RunAsync(
            "coordinator", "register", "kept", "--capabilities", "keep:a,keep:b", "--capacity", "3", "--json");

        var session = registered.ShouldExit(0).Json.GetProperty("session").GetInt64();
        var file = Path.Combine(served.Home.Folder, "run", "swarms", "kept.json");
        JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement.GetProperty("session").GetInt64()
            .ShouldBe(session);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Swarms_WithOneAtWorkAndOneAway_ShowsBoth()
    {
        var alone = new ServedHome();
        await using var stop = alone;
        await alone.InitializeAsync();
        await alone.RegisterAsync("session-1-ndi", "integration:ndi,streaming:video", "--capacity", "2");
        await alone.RegisterAsync("session-2-sip", "integration:sip", "--orchestrator");
        (await alone.RunAsync("coordinator", "drain", "session-1-ndi")).ShouldExit(0);
        (await alone.RunAsync("coordinator", "leave", "session-2-sip")).ShouldExit(0);

        var swarms = (await alone.RunAsync("coordinator", "swarms")).ShouldExit(0);

        swarms.Out.ShouldMatchSnapshot("coordinator-swarms");
    }

    [Fact]
    public async Task Leave_OfASwarmWithATask_GivesTheTaskBackAndForgetsBoth()
    {
        await served.RegisterAsync("leaver", "leave:it");
        var task = await served.AddAsync("leave:it");
        (await served.RunAsync("task", "claim", task, "--swarm", "leaver")).ShouldExit(0);

        (await served.RunAsync("coordinator", "leave", "leaver")).ShouldExit(0).Out.ShouldContain("has left");

        var again = await served.RunAsync("task", "complete", task);
        again.ShouldExit(4).Error.ShouldContain("--fence");
        (await served.RunAsync("coordinator", "leave", "leaver")).ShouldExit(4).Error.ShouldContain("register leaver");
    }

    [Fact]
    public async Task Drain_AndUndo_StopsAndResumesTheWork()
    {
        await served.RegisterAsync("drained", "drain:it");
        var task = await served.AddAsync("drain:it");

        (await served.RunAsync("coordinator", "drain", "drained")).ShouldExit(0).Out.ShouldContain("nothing new");
        (await served.RunAsync("task", "claim", task, "--swarm", "drained")).ShouldExit(5)
            .Error.ShouldContain("IF_ERR_CAPACITY_FULL");
        (await served.RunAsync("coordinator", "drain", "drained", "--undo")).ShouldExit(0);
        (await served.RunAsync("task", "claim", task, "--swarm", "drained")).ShouldExit(0);
    }

    [Fact]
    public async Task Register_AndStay_ShowsWhatComesAndLeavesWhenStopped()
    {
        using var staying = served.Home.Start(
            Repository.Ifctl,
            ["coordinator", "register", "staying", "--capabilities", "stay:here", "--stay", "--json"]);
        var picture = await ReadAsync(staying);
        var task = await served.AddAsync("stay:here");
        var assigned = await ReadAsync(staying);

        var (exitCode, error) = await RunningServer.StopAsync(staying, "INT");

        picture.GetProperty("event").GetString().ShouldBe("picture");
        assigned.GetProperty("event").GetString().ShouldBe("assigned");
        assigned.GetProperty("data").GetProperty("task").GetProperty("id").GetString().ShouldBe(task);
        exitCode.ShouldBe(0);
        error.ShouldBeEmpty();
        var swarms = (await served.RunAsync("coordinator", "swarms", "--json")).Json.GetProperty("swarms");
        swarms.EnumerateArray().Single(swarm => swarm.GetProperty("name").GetString() == "staying")
            .TryGetProperty("session", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Register_AsAnOrchestratorThatStays_IsToldOfBlockersAtOnce()
    {
        using var lead = served.Home.Start(
            Repository.Ifctl, ["coordinator", "register", "lead", "--orchestrator", "--stay", "--json"]);
        await ReadAsync(lead);
        await served.RegisterAsync("stuck", "stick:here");
        var task = await served.AddAsync("stick:here");
        (await served.RunAsync("task", "claim", task, "--swarm", "stuck")).ShouldExit(0);

        (await served.RunAsync("task", "block", task, "--reason", "no key", "--needs", "vault:read")).ShouldExit(0);
        var blocker = await ReadAsync(lead);
        var listed = (await served.RunAsync("coordinator", "blockers")).ShouldExit(0);
        (await served.RunAsync("coordinator", "resolve", task, "--answer", "use the second")).ShouldExit(0);
        var resolved = await ReadAsync(lead);
        await RunningServer.StopAsync(lead, "INT");

        blocker.GetProperty("event").GetString().ShouldBe("blocker");
        blocker.GetProperty("data").GetProperty("blocker").GetProperty("reason").GetString().ShouldBe("no key");
        listed.Out.ShouldContain("declared");
        listed.Error.ShouldContain("coordinator resolve");
        resolved.GetProperty("event").GetString().ShouldBe("blocker_resolved");
        (await served.ShowAsync(task)).GetProperty("answer").GetString().ShouldBe("use the second");
    }

    private static async Task<JsonElement> ReadAsync(System.Diagnostics.Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return JsonDocument.Parse(line!).RootElement;
    }
}
