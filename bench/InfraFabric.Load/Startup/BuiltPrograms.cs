using System.Diagnostics;

namespace InfraFabric.Load.Startup;

/// <summary>The programs whose starts are measured, as <c>./ifctl</c> and the build leave them.</summary>
internal static class BuiltPrograms
{
    public static string Ifctl => Require("artifacts/ifctl/current/ifctl", "./ifctl version");

    public static string Launcher => Require("ifctl", "git checkout");

    public static string Hello => Require(
        "artifacts/bin/InfraFabric.Hello/release/InfraFabric.Hello",
        "dotnet build -c Release bench/InfraFabric.Hello");

    public static string IdleSockets => Require(
        "artifacts/bin/InfraFabric.IdleSockets/release/InfraFabric.IdleSockets",
        "dotnet build -c Release bench/InfraFabric.IdleSockets");

    /// <summary>How long a program takes from its start to its end, many times over.</summary>
    public static async Task<Latencies> TimeAsync(int runs, string program, params string[] arguments)
    {
        var latencies = new Latencies();
        for (var run = 0; run < runs + 2; run++)
        {
            var start = Stopwatch.GetTimestamp();
            using var process = Start(program, arguments);
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
            if (run >= 2)
                latencies.Add(start);
        }

        return latencies;
    }

    public static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;

    private static string Require(string path, string how)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full)
            ? full
            : throw new InvalidOperationException($"'{full}' is not there. From the root of the sources run: {how}");
    }
}
