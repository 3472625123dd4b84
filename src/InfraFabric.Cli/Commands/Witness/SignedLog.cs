using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>The checkpoint of a log, whose signature holds, and who signed it.</summary>
internal sealed record SignedLog(
    SignedNote Note, Checkpoint Checkpoint, LogSigners Signers, LogHandovers Handovers, NoteKey Signer)
{
    /// <summary>Reads it; an error if no key that may have signed it has.</summary>
    public static async Task<SignedLog> ReadAsync(CommandRun run, ILogSource log)
    {
        var bytes = await log.ReadCheckpointAsync(run.Cancellation);
        if (!SignedNote.TryParse(bytes.Span, out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint))
            throw NotSigned(log, "It is no signed checkpoint.");
        var signers = LogSigners.For(run, note, LogKeys.Read(await log.ReadKeysAsync(run.Cancellation)));
        var handovers = LogHandovers.Read(await log.ReadHandoversAsync(run.Cancellation));
        var report = ProofCheck.Verify(note, handovers.KeysFor(signers.Keys, checkpoint.Size));
        return report.Signer is { } signer
            ? new SignedLog(note, checkpoint, signers, handovers, signer)
            : throw NotSigned(log, report.Fault!.Reason);
    }

    private static FabricException NotSigned(ILogSource log, string why) => new(ErrorTable.LedgerDamaged,
        $"The checkpoint of {log} does not hold.", why, "Do not rely on it. Correct --key if it is not the log's.");
}
