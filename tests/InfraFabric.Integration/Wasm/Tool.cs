using System.Diagnostics;

namespace InfraFabric.Integration.Wasm;

/// <summary>A run of a program that makes or changes modules.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What it prints; when it fails, an exception with what it complained about.</summary>
    public static Task<string> RunAsync(string program, params string[] arguments) => RunAsync(program, arguments, "");

    public static async Task<string> RunAsync(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Patience);
            return process.ExitCode == 0
                ? await output
                : throw new ToolFailedException($"{program} {string.Join(' ', arguments)}: {await error}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
