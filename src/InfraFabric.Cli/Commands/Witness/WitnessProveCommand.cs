using System.CommandLine;
using System.Text;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.Blobs;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Witness.Proofs;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessProveCommand
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where to write it [default: entry-ENTRY.tlog-proof].",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace FILE if it is there." };

    public static Command Create()
    {
        var verb = new Verb("prove", "Write a file that proves to anybody that an entry is in the ledger.")
        {
            Examples =
            [
                "witness prove 4711",
                "witness prove 4711 --out claim.tlog-proof --force",
                "witness prove 4711 --from /mnt/anchor --json",
            ],
            Arguments = { WitnessOptions.Entry },
            Options = { Out, Force, WitnessOptions.From, WitnessOptions.Key },
            Checks = LogChecks.OfProve,
        };
        verb.Answers(() => CliJson.Default.ProofAnswer, ProveAsync, Show);
        return verb;
    }

    private static async Task<ProofAnswer> ProveAsync(CommandRun run)
    {
        var index = run.Get(WitnessOptions.Entry);
        var path = Path.GetFullPath(run.Get(Out) ?? $"entry-{index}{ProofFile.Extension}");
        var from = run.Get(WitnessOptions.From);
        using var log = NamedLog.Open(run, from);
        var signed = await SignedLog.ReadAsync(run, log.Source);
        // What nobody has cosigned yet is proven by what is signed alone.
        using var newest = index < signed.Checkpoint.Size ? null : NamedLog.Open(run, from, newest: true);
        if (newest is not null)
            signed = await SignedLog.ReadAsync(run, newest.Source);
        var proof = await EntryProver.ProveAsync(log.Source, signed.Note, signed.Signer, index, run.Cancellation);
        await BlobFile.WriteAsync(
            path, Encoding.UTF8.GetBytes(ProofFile.Write(proof)), run.Get(Force), run.Cancellation);
        return new ProofAnswer(
            path, signed.Checkpoint.Origin, index, signed.Checkpoint.Size, signed.Signer.ToString(),
            await ErasedAsync(run, index));
    }

    // A copy does not know: the texts about persons are no part of it.
    private static async Task<IReadOnlyList<string>?> ErasedAsync(CommandRun run, long index)
    {
        if (run.Get(WitnessOptions.From) is not null)
            return null;
        using var caller = ServerAccess.Open(run);
        return (await new HttpWitnessApi(caller, run.Time).ShowAsync(index, run.Cancellation)).PersonalErased;
    }

    private static void Show(ProofAnswer proof, Terminal terminal)
    {
        terminal.Line($"Wrote the proof of entry {proof.Index} of {proof.Size} to {proof.File}.");
        if (proof.PersonalErased is { } erased)
            terminal.Line($"The texts behind its commitments to {string.Join(", ", erased)} are erased.");
        terminal.Hint($"Whoever gets it checks it with: ifctl witness verify FILE --key '{proof.Key}'");
    }
}
