using System.Text;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Local;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Commands.Coordinator;
using InfraFabric.Cli.Falsify;
using InfraFabric.Cli.Tests.Program;
using InfraFabric.Client;
using InfraFabric.Coordinator.Migration;
using InfraFabric.Coordinator.Tests.Migration;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Tests.Coordinator;

/// <summary>An import that is cut off is finished by importing again.</summary>
public sealed class MigrateAgainTests : IDisposable
{
    private const int Tasks = 120;

    // Less than what one answer takes, so that each answer of one run is cut in some other.
    private const int NextCut = 500;
    private const int OfOneAnswer = 100;

    private readonly WorkTree _boards = new();
    private readonly TestHome _home = new();

    public MigrateAgainTests()
    {
        var board = new StringBuilder("# Long\n\n");
        for (var i = 1; i <= Tasks; i++)
            board.Append($"- {(i % 4 == 0 ? "🔵 AVAILABLE" : "🟢 COMPLETED")} **P1.1.{i}**: task {i}\n");
        _boards.Write("LONG.md", board.ToString());
        _boards.Commit();
    }

    [Fact]
    public async Task Import_CutOffAtManyPlaces_IsFinishedByRunningItAgain()
    {
        await using var server = await RunningServer.StartAsync(_home);
        await using var proxy = new CuttingProxy(_home.PathOf("cut.sock"), new FabricHome(_home.Folder).Socket);
        var plan = await MigrationReader.ReadAsync(_boards.Folder, TimeProvider.System, CancellationToken.None);
        var left = new HashSet<int>();

        for (var bytes = 1; ; bytes += NextCut)
        {
            proxy.CutAfter(bytes);
            if (await TryImportAsync(proxy.Path, plan))
                break;
            left.Add((await ShowAsync()).Count(task => task.State == "completed"));
        }

        // It was left with nothing done, and half-way.
        left.Count.ShouldBeGreaterThan(3);
        var tasks = await ShowAsync();
        tasks.Select(Label).Order().ShouldBe(plan.Tasks.Select(task => task.Label).Order());
        tasks.ShouldAllBe(task => task.State == (task.Spec.Requires == null ? "ready" : "completed"));
        tasks.Count(task => task.State == "completed").ShouldBe(Tasks * 3 / 4);
    }

    [Fact]
    public async Task Import_WhoseClaimIsLostAgainAndAgain_IsFinishedAllTheSame()
    {
        await using var server = await RunningServer.StartAsync(_home);
        await using var proxy = new CuttingProxy(_home.PathOf("cut.sock"), new FabricHome(_home.Folder).Socket);
        var whole = await MigrationReader.ReadAsync(_boards.Folder, TimeProvider.System, CancellationToken.None);
        var plan = whole with { Tasks = [whole.Tasks.First(task => task.IsCompleted)] };
        var lost = 0;

        for (var bytes = 1; ; bytes += OfOneAnswer)
        {
            proxy.CutAfter(bytes);
            if (await TryImportAsync(proxy.Path, plan))
                break;
            lost += (await ShowAsync()).Count(task => task.Attempt > 0 && task.State != "completed");
        }

        lost.ShouldBeGreaterThan(3);
        (await ShowAsync()).Single().State.ShouldBe("completed");
    }

    [Fact]
    public async Task Migrate_OfAProcessThatWasKilled_IsFinishedByTheNext()
    {
        await using var server = await RunningServer.StartAsync(_home);
        string[] line = ["coordinator", "migrate", "--source", _boards.Folder.FullName, "--yes"];
        using (var killed = _home.Start(Repository.Ifctl, line))
        {
            while (!(await ShowAsync()).Exists(task => task.State == "completed"))
                killed.HasExited.ShouldBeFalse();
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        (await _home.RunAsync(line)).ShouldExit(0);

        var tasks = await ShowAsync();
        tasks.Select(Label).Distinct().Count().ShouldBe(Tasks);
        tasks.Count.ShouldBe(Tasks);
        tasks.Count(task => task.State == "completed").ShouldBe(Tasks * 3 / 4);
    }

    public void Dispose()
    {
        _home.Dispose();
        _boards.Dispose();
    }

    private async Task<bool> TryImportAsync(string socket, MigrationPlan plan)
    {
        using var whole = Call(new FabricHome(_home.Folder).Socket);
        var known = await KnownTasks.ReadAsync(whole, CancellationToken.None);
        using var caller = Call(socket);
        try
        {
            await new MigrationImport(caller, known, TimeProvider.System, null).RunAsync(plan, CancellationToken.None);
            return true;
        }
        catch (FabricException lost) when (lost.Error == ErrorTable.ServerUnreachable)
        {
            return false;
        }
    }

    private static string Label(TaskBody task) => task.Spec.Payload!.Value.GetProperty("label").GetString()!;

    private static ServerCaller Call(string socket) =>
        new(ServerAddress.OfSocket(socket), TraceToken.New(new IdSource(TimeProvider.System)));

    private async Task<List<TaskBody>> ShowAsync()
    {
        using var caller = Call(new FabricHome(_home.Folder).Socket);
        var page = await caller.GetAsync(
            $"{TaskCalls.List.Path}?limit=1000", ApiJson.Default.TaskPageBody, CancellationToken.None);
        return [.. page.Tasks];
    }
}
