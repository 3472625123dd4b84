using System.Diagnostics;

namespace InfraFabric.Repository.Pages;

/// <summary>The shell of the system, asked to read and not to run.</summary>
internal static class Shell
{
    /// <summary>What the shell has against a text; null when it can read it.</summary>
    public static async Task<string?> ProblemAsync(string text, CancellationToken cancellationToken)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-n"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        await shell.StandardInput.WriteLineAsync(text.AsMemory(), cancellationToken);
        shell.StandardInput.Close();
        var problem = await shell.StandardError.ReadToEndAsync(cancellationToken);
        await shell.WaitForExitAsync(cancellationToken);
        return shell.ExitCode == 0 ? null : problem;
    }
}
