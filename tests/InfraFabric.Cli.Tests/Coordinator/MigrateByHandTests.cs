using System.Diagnostics;
using InfraFabric.Cli.Tests.Program;
using InfraFabric.Coordinator.Tests.Migration;

namespace InfraFabric.Cli.Tests.Coordinator;

/// <summary>A migration with a person in front of it: the question it asks, and the changes it shows.</summary>
public sealed class MigrateByHandTests : IDisposable
{
    private const string Question = "Import all the same? [y/N] ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WorkTree _boards = new();
    private readonly TestHome _home = new();

    [Theory]
    [InlineData("y\n", 0, 1)]
    [InlineData("yes\n", 0, 1)]
    [InlineData("n\n", 5, 0)]
    [InlineData("\n", 5, 0)]
    [InlineData("\u0004", 5, 0)]
    [InlineData("\u0003", 130, 0)]
    public async Task Migrate_OfContradictions_AsksAPersonAndDoesWhatIsAnswered(
        string answer, int exitCode, int imported)
    {
        Write("- 🔵 AVAILABLE **P0.9.1**: Something (depends on P7.7.7)\n");
        await using var server = await RunningServer.StartAsync(_home);
        using var terminal = _home.Start("script",
            ["-qec", $"exec {Repository.Ifctl} coordinator migrate --source {_boards.Folder.FullName}", "/dev/null"]);
        var asked = await ReadUntilAsync(terminal, Question);

        await terminal.StandardInput.WriteAsync(answer);
        await terminal.StandardInput.FlushAsync();
        await terminal.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await terminal.WaitForExitAsync().WaitAsync(Patience);

        asked.ShouldContain("P7.7.7");
        terminal.ExitCode.ShouldBe(exitCode);
        (await CountAsync()).ShouldBe(imported);
    }

    [Fact]
    public async Task Migrate_OfContradictionsWithNobodyToAsk_SaysHowToAnswer()
    {
        Write("- 🔵 AVAILABLE **P0.9.1**: Something (depends on P7.7.7)\n");
        await using var server = await RunningServer.StartAsync(_home);

        var refused = await _home.RunAsync("coordinator", "migrate", "--source", _boards.Folder.FullName);

        refused.ShouldExit(5).Error.ShouldContain("--yes");
        refused.Error.ShouldNotContain(Question);
        (await CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task Monitor_WhileTheServerIsReplaced_ShowsWhatHappenedMeanwhileAndEnds(string signal)
    {
        Write("""
            - 🔵 AVAILABLE **P0.1.1**: First (Session 1)
            - 🔵 AVAILABLE **P0.1.2**: Second (Session 1)
            """);
        _boards.Write("STATUS-SESSION-1-NDI.yaml", "session_id: session-1-ndi\nstatus: active\n");
        _boards.Commit();
        var first = await RunningServer.StartAsync(_home);
        using var monitor = _home.Start(Repository.Ifctl,
            ["coordinator", "migrate", "--source", _boards.Folder.FullName, "--swarm", "session-1-ndi", "--monitor"]);
        await ReadUntilAsync(monitor, "P0.1.2  ready");
        var tasks = await TasksAsync();

        await first.StopAsync(signal);
        await using (await RunningServer.StartAsync(_home))
            (await _home.RunAsync("task", "cancel", tasks[0])).ShouldExit(0);
        await using var third = await RunningServer.StartAsync(_home);
        (await _home.RunAsync("task", "cancel", tasks[1])).ShouldExit(0);
        var rest = await monitor.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await monitor.WaitForExitAsync().WaitAsync(Patience);

        rest.ShouldContain("P0.1.1  cancelled");
        rest.ShouldContain("P0.1.2  cancelled");
        rest.ShouldNotContain("ready");
        monitor.ExitCode.ShouldBe(0);
        first.Process.Dispose();
    }

    public void Dispose()
    {
        _home.Dispose();
        _boards.Dispose();
    }

    private static async Task<string> ReadUntilAsync(Process process, string end)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[4096];
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            read.ShouldBeGreaterThan(0, text.ToString());
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    private void Write(string lines)
    {
        _boards.Write("BOARD.md", $"# Board\n\n{lines}");
        _boards.Commit();
    }

    private async Task<int> CountAsync() => (await TasksAsync()).Count;

    private async Task<List<string>> TasksAsync() =>
        [.. (await _home.RunAsync("task", "list", "--json")).ShouldExit(0).Json.GetProperty("tasks").EnumerateArray()
            .Select(task => task.GetProperty("id").GetString()!)];
}
