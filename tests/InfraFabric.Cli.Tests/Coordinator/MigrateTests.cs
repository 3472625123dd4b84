using System.Text;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Local;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Tests.Program;
using InfraFabric.Client;
using InfraFabric.Coordinator.Tests.Migration;
using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Tests.Coordinator;

/// <summary>Boards in a git work tree become tasks of a running server, once.</summary>
public sealed class MigrateTests : IDisposable
{
    private const string Board = """
        # Sprint

        ## Phase 0
        - 🟢 COMPLETED **P0.1.1**: Design the message
        - 🔵 AVAILABLE **P0.1.2**: Write the encoder (depends on P0.1.1, 2h, $4)
        - P0.1.3 Decode the header 🟡 IN PROGRESS (Session 1) (depends on P0.1.2)
        - 🔵 AVAILABLE without an id
        """;

    private const string Status = "session_id: session-1-ndi\nstatus: active\ncapabilities:\n  - integration:ndi\n";

    private readonly WorkTree _boards = new();
    private readonly TestHome _home = new();

    public MigrateTests()
    {
        _boards.Write("BOARD.md", Board);
        _boards.Write("STATUS-SESSION-1-NDI.yaml", Status);
        _boards.Commit();
    }

    [Fact]
    public async Task DryRun_WithoutAServer_ShowsWhatItWouldDoAndWhatItCouldNotRead()
    {
        var shown = (await MigrateAsync("--from", "git-polling", "--to", "etcd", "--dry-run")).ShouldExit(0).Out;

        shown.ShouldContain("P0.1.2");
        shown.ShouldContain("Write the encoder");
        shown.ShouldContain("BOARD.md:7");
        shown.ShouldContain("session-1-ndi");
        shown.ShouldContain("Would create 3 tasks.");
        Directory.Exists(_home.StateFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task DryRun_WithAServer_ChangesNothing()
    {
        await using var server = await RunningServer.StartAsync(_home);
        var before = await RevisionAsync();

        (await MigrateAsync("--dry-run")).ShouldExit(0);

        (await RevisionAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Migrate_OfBoards_CreatesWhatTheySayAndCompletesWhatIsDone()
    {
        await using var server = await RunningServer.StartAsync(_home);

        var result = (await MigrateAsync("--yes")).ShouldExit(0);

        result.Out.ShouldContain("Created 3 tasks.");
        var tasks = await TasksAsync();
        tasks.Keys.Order().ShouldBe(["P0.1.1", "P0.1.2", "P0.1.3"]);
        tasks["P0.1.1"].State.ShouldBe("completed");
        tasks["P0.1.2"].State.ShouldBe("ready");
        tasks["P0.1.2"].Spec.DependsOn.ShouldBe([tasks["P0.1.1"].Id]);
        tasks["P0.1.3"].State.ShouldBe("waiting");
        tasks["P0.1.3"].Spec.Session.ShouldBe("session-1-ndi");
    }

    [Fact]
    public async Task Migrate_ASecondTime_CreatesNothing()
    {
        await using var server = await RunningServer.StartAsync(_home);
        (await MigrateAsync("--yes")).ShouldExit(0);
        var before = await TasksAsync();

        var again = (await MigrateAsync("--yes")).ShouldExit(0);

        again.Out.ShouldContain("Created 0 tasks; 3 were imported before.");
        (await TasksAsync()).Values.Select(task => (task.Id, task.Revision)).ShouldBe(
            before.Values.Select(task => (task.Id, task.Revision)), ignoreOrder: true);
    }

    [Fact]
    public async Task Migrate_OfABoardThatHasChanged_SaysSoAndLeavesTheTaskAsItIs()
    {
        await using var server = await RunningServer.StartAsync(_home);
        (await MigrateAsync("--yes")).ShouldExit(0);
        _boards.Write("BOARD.md", Board
            .Replace("🔵 AVAILABLE **P0.1.2**", "🟢 COMPLETED **P0.1.2**", StringComparison.Ordinal)
            + "\n- 🔵 AVAILABLE **P0.1.4**: Record a sample (depends on P0.1.2)\n");
        _boards.Commit();

        var again = (await MigrateAsync("--yes")).ShouldExit(0);

        again.Out.ShouldContain("Created 1 tasks");
        again.Out.ShouldContain("1 were imported before in another form");
        var tasks = await TasksAsync();
        tasks["P0.1.2"].State.ShouldBe("ready");
        tasks["P0.1.4"].Spec.DependsOn.ShouldBe([tasks["P0.1.2"].Id]);
    }

    [Fact]
    public async Task Migrate_OfMoreThanOneCallTakes_KeepsWhatWaitsForWhat()
    {
        await using var server = await RunningServer.StartAsync(_home);
        var board = new StringBuilder("# Long\n\n- 🔵 AVAILABLE **P1.1.1**: first\n");
        for (var i = 2; i <= 250; i++)
            board.Append($"- 🔵 AVAILABLE **P1.1.{i}**: next (depends on P1.1.{i - 1})\n");
        _boards.Write("LONG.md", board.ToString());
        _boards.Commit();

        (await MigrateAsync("--yes")).ShouldExit(0);

        var tasks = await TasksAsync();
        tasks.Count.ShouldBe(253);
        for (var i = 2; i <= 250; i++)
            tasks[$"P1.1.{i}"].Spec.DependsOn.ShouldBe([tasks[$"P1.1.{i - 1}"].Id]);
    }

    [Fact]
    public async Task Migrate_OfBoardsThatContradictThemselves_TakesAYes()
    {
        await using var server = await RunningServer.StartAsync(_home);
        _boards.Write("OTHER.md", "# Other\n\n- 🔵 AVAILABLE **P0.9.1**: Something (depends on P7.7.7)\n");
        _boards.Commit();

        var refused = (await MigrateAsync()).ShouldExit(5);

        refused.Error.ShouldContain("--yes");
        (await TasksAsync()).ShouldBeEmpty();
        (await MigrateAsync("--yes")).ShouldExit(0);
    }

    [Fact]
    public async Task Migrate_ToABackendThatTheServerDoesNotHave_IsRefused()
    {
        await using var server = await RunningServer.StartAsync(_home);

        (await MigrateAsync("--to", "etcd", "--yes")).ShouldExit(5).Error.ShouldContain("embedded");

        (await TasksAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--monitor")]
    [InlineData("--swarm", "session-1-ndi", "--monitor", "--dry-run")]
    public async Task Migrate_WithNothingToMonitor_IsRefused(params string[] line) =>
        (await MigrateAsync(line)).ShouldExit(2);

    [Fact]
    public async Task Migrate_OfASwarmThatNobodyKnows_SaysWhoIsKnown() =>
        (await MigrateAsync("--swarm", "session-9")).ShouldExit(4).Error.ShouldContain("session-1-ndi");

    [Fact]
    public async Task Migrate_OfASwarmWithMonitor_RegistersItAndFollowsUntilAllIsDone()
    {
        await using var server = await RunningServer.StartAsync(_home);
        using var process = _home.Start(Repository.Ifctl,
            [.. Line("--swarm", "session-1-ndi", "--monitor", "--yes")]);
        var lines = new List<string>();
        while (!lines.Exists(line => line.Contains("P0.1.3  waiting", StringComparison.Ordinal)))
            lines.Add((await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)))!);

        await WorkAsync("P0.1.2", "P0.1.3");
        var rest = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        process.ExitCode.ShouldBe(0);
        rest.ShouldContain("P0.1.2  completed by worker  Write the encoder");
        rest.ShouldContain("P0.1.3  completed by worker");
        File.Exists(Path.Combine(_home.Folder, "keys", "session-1-ndi-1.key")).ShouldBeTrue();
        using var caller = Call();
        var swarm = await caller.GetAsync(
            SwarmCalls.Show.For("session-1-ndi"), ApiJson.Default.SwarmBody, CancellationToken.None);
        swarm.Owner.ShouldBe("if://agent/session-1-ndi/1");
        swarm.Capabilities.ShouldBe(["integration:ndi"]);
    }

    public void Dispose()
    {
        _home.Dispose();
        _boards.Dispose();
    }

    private string[] Line(params string[] arguments) =>
        ["coordinator", "migrate", "--source", _boards.Folder.FullName, .. arguments];

    private Task<Result> MigrateAsync(params string[] arguments) => _home.RunAsync(Line(arguments));

    private async Task<long> RevisionAsync() =>
        (await _home.RunAsync("state", "stats", "--json")).ShouldExit(0).Json.GetProperty("revision").GetInt64();

    private ServerCaller Call() => new(
        ServerAddress.OfSocket(new FabricHome(_home.Folder).Socket), TraceToken.New(new IdSource(TimeProvider.System)));

    private async Task<Dictionary<string, TaskBody>> TasksAsync()
    {
        using var caller = Call();
        var page = await caller.GetAsync(
            $"{TaskCalls.List.Path}?limit=1000", ApiJson.Default.TaskPageBody, CancellationToken.None);
        return page.Tasks.ToDictionary(task => task.Spec.Payload!.Value.GetProperty("label").GetString()!);
    }

    private async Task WorkAsync(params string[] labels)
    {
        using var caller = Call();
        var tasks = await TasksAsync();
        var session = (await caller.CallAsync(
            ServerRequest.Put(SwarmCalls.Register.For("worker"), new RegisterBody(), ApiJson.Default.RegisterBody),
            ApiJson.Default.SessionBody, CancellationToken.None)).Body.Session;
        foreach (var label in labels)
        {
            var id = tasks[label].Id;
            var ask = new ClaimAskBody { Session = session, Task = id };
            var claims = (await caller.CallAsync(
                ServerRequest.Post(ClaimCalls.Claim.For("worker"), ask, ApiJson.Default.ClaimAskBody),
                ApiJson.Default.ClaimsBody, CancellationToken.None)).Body.Claims;
            await caller.CallAsync(
                ServerRequest.Post(
                    ClaimCalls.Complete.For(id), new CompleteBody(claims[0].Fence), ApiJson.Default.CompleteBody),
                CancellationToken.None);
        }
    }
}
