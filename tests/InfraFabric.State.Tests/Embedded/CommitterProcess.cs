using System.Diagnostics;

namespace InfraFabric.State.Tests.Embedded;

/// <summary>Starts the program that commits, which stands beside this one.</summary>
internal static class CommitterProcess
{
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "InfraFabric.State.Committer");

    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Executable, arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;

    /// <summary>Runs a shell script in a mount namespace of its own, as root only can; its output.</summary>
    public static async Task<string> RunWithMountsAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("unshare", ["--mount", "bash", "-euc", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return output + await errors;
    }

    public static void RequireMounts()
    {
        if (!File.Exists("/usr/bin/unshare") || Environment.UserName != "root")
            Assert.Skip("Needs root and unshare, to mount a small disk of its own.");
    }
}
