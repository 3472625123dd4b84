using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Cli.Commands.Blobs;

internal static class BlobStatCommand
{
    public static Command Create()
    {
        var verb = new Verb("stat", "Show how large a blob is, and how long it is kept if no task names it.")
        {
            Examples = [$"blob stat {BlobOptions.Example}", $"blob stat {BlobOptions.Example} --json"],
            Arguments = { BlobOptions.Hash },
            Checks = BlobChecks.OfStat,
        };
        verb.Answers(() => ApiJson.Wire.BlobStatBody, StatAsync, Show);
        return verb;
    }

    private static async Task<BlobStatBody> StatAsync(CommandRun run)
    {
        var hash = Sha256Hash.Parse(run.Get(BlobOptions.Hash)!);
        using var fabric = ServedFabric.Of(run);
        return await new HttpBlobApi(fabric.Caller).StatAsync(hash, run.Cancellation);
    }

    private static void Show(BlobStatBody blob, Terminal terminal) => terminal.Table(
        ["BLOB", blob.Hash],
        [
            ["size", ByteText.Of(blob.Bytes)],
            ["stored", TimeText.Of(blob.StoredAt)],
            ["kept until", $"{TimeText.Of(blob.KeptUntil)}, and for as long as something names it"],
        ]);
}
