using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Cosigning;

/// <summary>
/// Cosigns the checkpoints of other logs (C2SP tlog-cosignature): the word of this fabric that each continues the last
/// one that it has cosigned of that log. Two views of one log never get it.
/// </summary>
/// <param name="signer">The name and the public half of the key.</param>
/// <param name="secret">The key.</param>
/// <param name="seen">What was cosigned before.</param>
/// <param name="time">The clock that cosignatures are dated by.</param>
public sealed partial class Cosigner(NoteKey signer, SigningKey secret, CosignedLogs seen, TimeProvider time)
{
    /// <summary>Cosigns a checkpoint, or says why not.</summary>
    /// <param name="note">The signed checkpoint.</param>
    /// <param name="keys">Who may have signed it.</param>
    /// <param name="areTrusted">
    /// Whether these keys are known to be the log's; if not, the key of the last time must be the key again.
    /// </param>
    /// <param name="tiles">The tiles of the log, from which it must follow that it continues what was cosigned.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<CosignOutcome> CosignAsync(
        SignedNote note, IReadOnlyList<NoteKey> keys, bool areTrusted, ITileSource? tiles,
        CancellationToken cancellationToken = default)
    {
        var report = ProofCheck.Verify(note, keys);
        if (report.Fault is { } fault)
            return new CosignOutcome(null, fault);
        using var turn = seen.Lock();
        if (seen.Find(report.Origin!) is var (key, last))
        {
            if (!areTrusted && key != report.Signer)
                return Refused($"It is signed by another key than the last one that was cosigned: {report.Signer}.");
            if (await ProblemAsync(last, report, tiles, cancellationToken) is { } problem)
                return problem.IsFork ? Forked(problem.Reason, last, note) : Refused(problem.Reason);
        }

        // Only the log's own words are kept; cosignatures of others say nothing of it.
        seen.Keep(report.Origin!, report.Signer!, note);
        return new CosignOutcome(note.Cosign(signer, secret, time.GetUtcNow()));
    }

    private static async ValueTask<(string Reason, bool IsFork)?> ProblemAsync(
        SignedNote last, VerifyReport now, ITileSource? tiles, CancellationToken cancellationToken)
    {
        if (!Checkpoint.TryParse(last.Text, out var before))
            return ("What was cosigned last is no checkpoint.", false);
        if (now.Size < before.Size)
            return ($"It has {now.Size} entries; {before.Size} were cosigned already.", false);
        if (now.Size == before.Size)
            return now.Root == before.Root ? null : ("The log is forked: two roots have one size.", true);
        if (tiles is null)
        {
            return (
                $"Whether it continues the {before.Size} entries cosigned last is not seen without its tiles.", false);
        }

        try
        {
            var proof = await new TreeReader(tiles, now.Size).ProveConsistencyAsync(before.Size, cancellationToken);
            if (TreeProofs.IsConsistent(before.Size, before.Root, now.Size, now.Root, proof))
                return null;
            // Tiles that are damaged prove nothing; those that make the signed root prove that the log was forked.
            var isWhole = await new TreeReader(tiles, now.Size).RootAsync(cancellationToken) == now.Root;
            return isWhole
                ? ($"The log is forked: it does not continue the {before.Size} entries cosigned last.", true)
                : ("Its tiles make another root than the one that was signed.", false);
        }
        catch (FabricException unreadable) when (
            unreadable.Error == ErrorTable.NotFound || unreadable.Error == ErrorTable.LedgerDamaged)
        {
            return ($"Its tiles cannot be read: {unreadable.Why}", false);
        }
    }

    private static CosignOutcome Refused(string reason) => new(null, new LogFault(null, reason));

    private static CosignOutcome Forked(string reason, SignedNote last, SignedNote now) =>
        new(null, new LogFault(null, reason), new LogFork(last.ToString(), now.ToString()));
}
