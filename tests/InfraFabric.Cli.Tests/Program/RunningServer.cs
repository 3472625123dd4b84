using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace InfraFabric.Cli.Tests.Program;

/// <summary>A running <c>ifctl up</c> on a free port; it is stopped by the id of its process.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    /// <summary>Records that a first start makes: the fabric's id, the server's key, the operator's identity.</summary>
    public const int OwnRecords = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RunningServer(Process process, JsonElement announced)
    {
        Process = process;
        Announced = announced;
    }

    public Process Process { get; }

    /// <summary>What it said of itself when it began to serve.</summary>
    public JsonElement Announced { get; }

    public string Url => Announced.GetProperty("url").GetString()!;

    public static Task<RunningServer> StartAsync(TestHome home, params string[] arguments) =>
        RunAsync(home, ["up", "--port", "0", .. arguments]);

    /// <summary>The same with any command that serves.</summary>
    public static async Task<RunningServer> RunAsync(TestHome home, params string[] command)
    {
        var process = home.Start(Repository.Ifctl, [.. command, "--json"]);
        var document = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            document.AppendLine(line);
            if (line == "}")
                return new RunningServer(process, JsonDocument.Parse(document.ToString()).RootElement);
        }

        throw new InvalidOperationException(
            $"It did not begin to serve: {await process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Sends a signal and waits for the end; returns the exit code and what stood on standard error.</summary>
    public Task<(int ExitCode, string Error)> StopAsync(string signal) => StopAsync(Process, signal);

    public static async Task<(int ExitCode, string Error)> StopAsync(Process process, string signal)
    {
        using (var kill = Process.Start("bash", ["-c", $"kill -{signal} {process.Id}"]))
            await kill.WaitForExitAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
            await StopAsync("TERM");
        Process.Dispose();
    }
}
