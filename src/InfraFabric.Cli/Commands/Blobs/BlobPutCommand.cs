using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Blobs;

internal static class BlobPutCommand
{
    private static readonly Argument<string> Source = new("FILE")
    {
        Description = "What to store; - for standard input.",
    };

    public static Command Create()
    {
        var verb = new Verb("put", "Store a blob, and print the hash by which a task names it.")
        {
            Examples = ["blob put result.tar --why \"the result of the build\"", "blob put - --json"],
            Arguments = { Source },
            Checks = BlobChecks.OfPut,
            Changes = true,
        };
        verb.Answers(() => ApiJson.Wire.BlobBody, PutAsync, Show);
        return verb;
    }

    private static async Task<BlobBody> PutAsync(CommandRun run)
    {
        var content = await BlobFile.ReadAsync(run.Get(Source)!, run.Cancellation);
        using var fabric = ServedFabric.Of(run);
        using var progress = new Progress(run.Time, () => $"storing {ByteText.Of(content.Length)}...");
        return await new HttpBlobApi(fabric.Caller, run.Why).PutAsync(content, run.Cancellation);
    }

    private static void Show(BlobBody blob, Terminal terminal)
    {
        // A program gets the hash alone, to name it on another line.
        terminal.Line(blob.Hash);
        terminal.Hint(
            $"Stored {ByteText.Of(blob.Bytes)}. It is kept for a while, and then for as long as a task names it.");
    }
}
