using System.CommandLine;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Mcp;

namespace InfraFabric.Cli.Commands;

internal static class McpCommand
{
    public static Command Create()
    {
        var verb = new Verb("mcp", "Serve the Model Context Protocol on standard input and output.")
        {
            Examples =
            [
                "mcp", "mcp --identity writer/1", "mcp --server https://fabric.example:8080 --identity writer/1",
            ],
        };
        verb.Runs(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(CommandRun run)
    {
        using var caller = ServerAccess.Open(run);
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        await McpStdio.RunAsync(
            new McpServerAccess(caller, run.Why), input, output, BuildInfo.Current().Version, run.Time,
            run.Cancellation);
        return ExitCodes.Done;
    }
}
