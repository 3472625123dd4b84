using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Blobs;

internal static class BlobGetCommand
{
    private static readonly Option<string> Out = new("--out") { Description = "Where to write it.", HelpName = "FILE" };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace FILE if it is there." };

    public static Command Create()
    {
        var verb = new Verb("get", "Fetch a blob: what was stored under its hash, or an error, never a part.")
        {
            Examples =
            [
                $"blob get {BlobOptions.Example} --out result.tar",
                $"blob get {BlobOptions.Example} --out result.tar --force --json",
            ],
            Arguments = { BlobOptions.Hash },
            Options = { Out, Force },
            Checks = BlobChecks.OfGet,
            Require = RequirePlace,
        };
        verb.Answers(() => CliJson.Default.BlobAnswer, GetAsync, Show);
        return verb;
    }

    private static void RequirePlace(CommandRun run)
    {
        if (run.Get(Out) is null && !run.Falsify && (run.Terminal.Json || !run.Terminal.Redirected))
        {
            throw new FabricException(ErrorTable.Usage, "A blob needs a place to go to.",
                "It may be anything, which neither a terminal nor JSON can show.",
                "Name a file with --out, or redirect the output.");
        }
    }

    private static async Task<BlobAnswer> GetAsync(CommandRun run)
    {
        var hash = Sha256Hash.Parse(run.Get(BlobOptions.Hash)!);
        var path = run.Get(Out) is { } named ? Path.GetFullPath(named) : null;
        using var fabric = ServedFabric.Of(run);
        byte[] content;
        using (new Progress(run.Time, () => "fetching the blob..."))
            content = await new HttpBlobApi(fabric.Caller).GetAsync(hash, run.Cancellation);
        if (path is not null)
            await BlobFile.WriteAsync(path, content, run.Get(Force), run.Cancellation);
        return new BlobAnswer(hash.ToString(), content.Length, path) { Content = content };
    }

    private static void Show(BlobAnswer blob, Terminal terminal)
    {
        if (blob.File is { } file)
            terminal.Line($"Fetched {ByteText.Of(blob.Bytes)} to {file}.");
        else
            terminal.Bytes(blob.Content.Span);
    }
}
