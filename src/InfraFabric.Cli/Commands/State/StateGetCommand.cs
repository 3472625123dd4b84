using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.State;

internal static class StateGetCommand
{
    private static readonly Argument<string> Key = new("KEY") { Description = "The key of the record." };

    public static Command Create()
    {
        var verb = new Verb("get", "Print the value of a record.")
        {
            Examples = ["state get swarms/session-1", "state get swarms/session-1 --at 42 --json"],
            Arguments = { Key },
            Options = { StateOptions.At },
            Checks = StateReadChecks.OfGet,
        };
        verb.Answers(() => ApiJson.Wire.RecordBody, GetAsync, Show);
        return verb;
    }

    private static async Task<RecordBody> GetAsync(CommandRun run)
    {
        var key = run.Get(Key)!;
        await using var source = await StateSource.OpenAsync(run);
        return await source.Api.GetAsync(key, run.Get(StateOptions.At), run.Cancellation);
    }

    // A program gets the value's own bytes; a person gets them so that they cannot harm a terminal.
    private static void Show(RecordBody record, Terminal terminal)
    {
        if (terminal.Redirected)
            terminal.Bytes(StateText.Bytes(record));
        else
            terminal.Line(record.Text
                ?? $"{record.Base64!.Length} bytes that are not text; redirect the output to get them");
    }
}
