using System.Diagnostics;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Samples;

/// <summary>The samples are run as their pages say, and do their work.</summary>
public sealed class SampleTests(ServedHome served) : IClassFixture<ServedHome>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Agent_InCSharp_CountsWordsAndLeavesWhenStopped()
    {
        var program = Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "agent", "debug", "agent"));
        using var agent = served.Home.Start(program, ["counter"]);
        await ReadAsync(agent);

        var task = await AddAsync("text:count", "{\"text\":\"as many words as these\"}");
        var wrong = await AddAsync("text:count", "{\"other\":1}");
        (await served.RunAsync("task", "watch", task)).ShouldExit(0);
        (await served.RunAsync("task", "watch", wrong)).ShouldExit(1);
        var (exitCode, error) = await RunningServer.StopAsync(agent, "INT");

        (await served.ShowAsync(task)).GetProperty("result").GetProperty("words").GetInt32().ShouldBe(5);
        (await served.ShowAsync(wrong)).GetProperty("state").GetString().ShouldBe("failed");
        exitCode.ShouldBe(0);
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Agent_WithCurl_DoesWhatItIsPushed()
    {
        using var agent = served.Home.Start(
            "setsid", [Repository.PathOf("samples", "agent-curl", "agent.sh"), "shell", "text:upper"]);
        try
        {
            (await ReadAsync(agent)).ShouldContain("is at work");
            var tasks = new List<string>();
            for (var i = 0; i < 3; i++)
                tasks.Add(await AddAsync("text:upper", $"{{\"fence\":{i},\"id\":\"nothing\"}}"));

            foreach (var task in tasks)
                (await served.RunAsync("task", "watch", task)).ShouldExit(0);
            (await served.ShowAsync(tasks[0])).GetProperty("result").GetProperty("bytes").GetInt32()
                .ShouldBeGreaterThan(100);
        }
        finally
        {
            // A group of its own: the curl that reads the stream belongs to it.
            using var kill = Process.Start("bash", ["-c", $"kill -TERM -- -{agent.Id}"]);
            await kill.WaitForExitAsync();
            await agent.WaitForExitAsync().WaitAsync(Patience);
        }
    }

    [Fact]
    public void Samples_AreAsShortAsTheyAreSaidToBe()
    {
        File.ReadLines(Repository.PathOf("samples", "agent", "Program.cs")).Count().ShouldBeLessThan(60);
        File.ReadLines(Repository.PathOf("samples", "agent-curl", "agent.sh")).Count().ShouldBeLessThan(40);
    }

    private static async Task<string> ReadAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());

    private Task<string> AddAsync(string capability, string payload) =>
        served.AddAsync(capability, "--payload", payload);
}
