using System.Diagnostics;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Integration.Witness;

/// <summary>The small program that verifies a log with the packages of the Go project.</summary>
internal static class GoVerifier
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs it; its exit code, what it said, and what it complained about.</summary>
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("go")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["GO111MODULE"] = "off",
                ["GOPATH"] = "/usr/share/gocode",
                ["GOCACHE"] = Repository.PathOf("artifacts", "go-cache"),
                ["GOFLAGS"] = "",
            },
        };
        start.ArgumentList.Add("run");
        start.ArgumentList.Add(
            Repository.PathOf("tests", "InfraFabric.Integration", "Witness", "verifier", "main.go"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
