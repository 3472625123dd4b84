using System.Diagnostics;
using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Integration.Mcp;

/// <summary>A run of <c>client.mjs</c>: what the protocol's own client saw at a fabric.</summary>
internal static class ClientRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<JsonElement> SeeAsync(TestHome home, params string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["MCP_CLIENT_FOLDER"] = Repository.PathOf("artifacts", "mcp-client"),
                ["IF_HOME"] = home.Folder,
            },
        };
        start.ArgumentList.Add(Repository.PathOf("tests", "InfraFabric.Integration", "Mcp", "client.mjs"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            process.ExitCode.ShouldBe(0, await error);
            return JsonDocument.Parse(await output).RootElement;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
