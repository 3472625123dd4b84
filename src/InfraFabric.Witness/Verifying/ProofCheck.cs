using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Proofs;

namespace InfraFabric.Witness.Verifying;

/// <summary>Checks what comes in one file, without anything else.</summary>
public static class ProofCheck
{
    /// <summary>
    /// Checks a proof: its form, its signature, the way from the entry to the root, and the entry itself.
    /// </summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="keys">Who may have signed it; empty to take the key that the file names at its word.</param>
    public static VerifyReport Verify(ReadOnlyMemory<byte> file, IReadOnlyList<NoteKey> keys)
    {
        if (!ProofFile.TryRead(file.Span, out var proof, out var problem))
            return new VerifyReport { Fault = new LogFault(null, problem) };
        var report = Verify(proof.Note, keys.Count > 0 ? keys : [proof.Key]) with { Entry = proof.Entry };
        if (report.Fault is not null)
            return report;
        var leaf = TreeHash.OfLeaf(proof.Entry.Span);
        if (!TreeProofs.IsIncluded(leaf, proof.Index, report.Size, proof.Path, report.Root))
        {
            return report with
            {
                Fault = new LogFault(proof.Index, "Its hashes do not lead from the entry to the root that was signed."),
            };
        }

        // The key in the file is the ledger's word about itself: it is not to differ from the one that signed.
        if (proof.Key != report.Signer)
            return report with { Fault = new LogFault(null, "The key that it names is not the one that signed it.") };
        return EntryScan.ProblemOf(proof.Entry) is { } wrong
            ? report with { Fault = new LogFault(proof.Index, wrong) }
            : report with { Entries = 1, Actors = 1 };
    }

    /// <summary>Checks a signed checkpoint.</summary>
    /// <param name="note">The note.</param>
    /// <param name="keys">Who may have signed it.</param>
    public static VerifyReport Verify(SignedNote note, IReadOnlyList<NoteKey> keys)
    {
        if (!Checkpoint.TryParse(note.Text, out var checkpoint))
            return new VerifyReport { Fault = new LogFault(null, "What was signed is no checkpoint.") };
        var report = new VerifyReport
        {
            Origin = checkpoint.Origin,
            Size = checkpoint.Size,
            Root = checkpoint.Root,
            Signer = keys.FirstOrDefault(note.IsSignedBy),
        };
        return report.Signer is not null
            ? report
            : report with
            {
                Fault = new LogFault(null, keys.Count == 0
                    ? "No key is known that its signature could be checked with."
                    : $"It is not signed by {string.Join(" or ", keys.Select(key => key.Name).Distinct())}."),
            };
    }
}
