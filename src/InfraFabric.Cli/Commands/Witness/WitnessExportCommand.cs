using System.CommandLine;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessExportCommand
{
    private static readonly Option<long> First = new("--first") { Description = "From this entry on.", HelpName = "N" };

    private static readonly Option<long?> Last = new("--last") { Description = "Up to this entry.", HelpName = "N" };

    private static readonly Option<DateTimeOffset?> After = new("--after")
    {
        Description = "Only what happened at this time or later, such as 2026-01-31T12:00:00Z.",
        HelpName = "TIME",
    };

    private static readonly Option<DateTimeOffset?> Before = new("--before")
    {
        Description = "Only what happened before this time.",
        HelpName = "TIME",
    };

    public static Command Create()
    {
        var verb = new Verb("export", "Write entries as lines of JSON, each as it was signed.")
        {
            Examples =
            [
                "witness export > ledger.jsonl",
                "witness export --first 1000 --last 1999 --from /mnt/anchor",
                "witness export --after 2026-01-01T00:00:00Z --before 2026-02-01T00:00:00Z",
            ],
            Options = { First, Last, After, Before, WitnessOptions.From, WitnessOptions.Key },
            Checks = LogChecks.OfExport,
        };
        verb.Runs(ExportAsync);
        return verb;
    }

    private static async Task<int> ExportAsync(CommandRun run)
    {
        using var log = NamedLog.Open(run, run.Get(WitnessOptions.From), newest: true);
        var size = (await SignedLog.ReadAsync(run, log.Source)).Checkpoint.Size;
        var first = Math.Max(0, run.Get(First));
        var end = run.Get(Last) is { } last && last < size ? last + 1 : size;
        await using var output = new BufferedStream(Console.OpenStandardOutput());
        for (var index = first / TileId.FullWidth; index * TileId.FullWidth < end; index++)
        {
            var at = index * TileId.FullWidth;
            foreach (var entry in await ReadAsync(log.Source, index, size, run.Cancellation))
            {
                if (at >= first && at < end && IsWanted(run, entry))
                {
                    output.Write(entry.Span);
                    output.WriteByte((byte)'\n');
                }

                at++;
            }
        }

        return ExitCodes.Done;
    }

    private static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(
        ILogSource log, long index, long size, CancellationToken cancellationToken)
    {
        var tile = TileId.At(TileId.Entries, index, size);
        return EntryBundle.Read(await log.ReadAsync(tile, cancellationToken), tile);
    }

    private static bool IsWanted(CommandRun run, ReadOnlyMemory<byte> entry)
    {
        if (run.Get(After) is null && run.Get(Before) is null)
            return true;
        var time = EntryForm.Read(entry).Time;
        return !(time < run.Get(After)) && !(time >= run.Get(Before));
    }
}
