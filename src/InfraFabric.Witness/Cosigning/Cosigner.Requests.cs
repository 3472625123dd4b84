using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Cosigning;

/// <content>Requests of logs that bring their proof along (C2SP tlog-witness).</content>
public sealed partial class Cosigner
{
    /// <summary>
    /// Answers a log. That a checkpoint is cosigned is durable before this returns; one call at a time reads and
    /// keeps, so that no two views can both be the next.
    /// </summary>
    /// <param name="request">What it asks for.</param>
    /// <param name="keys">The keys of the logs that are cosigned.</param>
    public CosignReply Answer(CosignRequest request, IReadOnlyList<NoteKey> keys)
    {
        if (!Checkpoint.TryParse(request.Note.Text, out var now))
            return new CosignReply(CosignVerdict.UnknownLog);
        var own = keys.Where(key => key.Name == now.Origin).ToList();
        if (own.Count == 0)
            return new CosignReply(CosignVerdict.UnknownLog);
        if (own.Find(request.Note.IsSignedBy) is not { } key)
            return new CosignReply(CosignVerdict.NotSigned);
        if (request.OldSize > now.Size)
            return new CosignReply(CosignVerdict.Shrunk);
        using var turn = seen.Lock();
        var last = seen.Find(now.Origin)?.Note;
        var before = last is null ? new Checkpoint(now.Origin, 0, TreeHash.Empty)
            : Checkpoint.TryParse(last.Text, out var found) ? found
            : throw LedgerErrors.Damaged($"What was cosigned last of {now.Origin} is no checkpoint.");
        // That one size has two roots needs no proof but the two signatures, whatever else the request says.
        if (before.Size == now.Size && before.Root != now.Root)
            return Refused(CosignVerdict.OtherRoot, before.Size, last, request.Note);
        if (request.OldSize != before.Size)
            return new CosignReply(CosignVerdict.OtherSize, before.Size);
        if (!TreeProofs.IsConsistent(before.Size, before.Root, now.Size, now.Root, request.Proof))
            return Refused(CosignVerdict.Inconsistent, before.Size, last, request.Note);
        seen.Keep(now.Origin, key, request.Note);
        return new CosignReply(CosignVerdict.Cosigned, now.Size)
        {
            Cosigned = (request.Note with { Signatures = [] }).Cosign(signer, secret, time.GetUtcNow()),
        };
    }

    private static CosignReply Refused(CosignVerdict verdict, long size, SignedNote? last, SignedNote now) =>
        new(verdict, size) { Views = last is null ? null : new LogFork(last.ToString(), now.ToString()) };
}
