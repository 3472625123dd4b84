using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Proofs;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>Checks a file that says all by itself: a proof, or a signed checkpoint.</summary>
internal sealed class FileCheck(CommandRun run)
{
    public VerifyAnswer Verify(string path)
    {
        var bytes = Read(path, ProofFile.MaxBytes);
        var isProof = bytes.AsSpan().StartsWith(System.Text.Encoding.ASCII.GetBytes(ProofFile.Header));
        if (!isProof && SignedNote.TryParse(bytes, out var note))
        {
            var known = LogSigners.For(run, note, []);
            return VerifyText.Of(ProofCheck.Verify(note, known.Keys), note, path, "checkpoint", known);
        }

        var signers = ProofFile.TryRead(bytes, out var proof, out _)
            ? LogSigners.For(run, proof.Note, [proof.Key])
            : new LogSigners();
        return VerifyText.Of(ProofCheck.Verify(bytes, signers.Keys), proof?.Note, path, "proof", signers) with
        {
            Index = proof?.Index,
        };
    }

    /// <summary>Reads a checkpoint that was kept.</summary>
    public static SignedNote ReadNote(string path) =>
        SignedNote.TryParse(Read(path, SignedNote.MaxBytes), out var note) ? note : throw new FabricException(
            ErrorTable.Usage, $"{path} is no checkpoint.", "It is no signed note.",
            "Name a file that 'ifctl witness checkpoint' was redirected to.");

    private static byte[] Read(string path, int limit)
    {
        try
        {
            using var file = File.OpenRead(path);
            // One byte more, so that what reads it sees that it is too large.
            var bytes = new byte[Math.Min(file.Length, limit + 1)];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.NotFound, $"{path} cannot be read.", refused.Message,
                "Correct the path.", refused);
        }
    }
}
