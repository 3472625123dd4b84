using System.Text;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Proofs;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Verifying;

/// <summary>
/// The handovers of a log from key to key, as they are published: on each line the base64 of a proof (C2SP tlog-proof)
/// of the entry that names both keys, under the checkpoint that both have signed.
/// </summary>
public sealed class LogHandovers
{
    /// <summary>Handovers of one log that are followed; there are to be no more.</summary>
    public const int MaxHandovers = 1000;

    private readonly List<(NoteKey From, NoteKey To, EntryProof Proof, Checkpoint Checkpoint)> _links;

    private LogHandovers(List<(NoteKey From, NoteKey To, EntryProof Proof, Checkpoint Checkpoint)> links) =>
        _links = links;

    /// <summary>Reads a list; lines that prove nothing are passed over.</summary>
    public static LogHandovers Read(string text)
    {
        var links = new List<(NoteKey, NoteKey, EntryProof, Checkpoint)>();
        foreach (var line in text.Split('\n', MaxHandovers + 1).Take(MaxHandovers))
        {
            var bytes = new byte[line.Length];
            if (line.Length > 0 && Convert.TryFromBase64String(line, bytes, out var length)
                && ProofFile.TryRead(bytes.AsSpan(0, length), out var proof, out _)
                && LedgerHandover.TryReadKeys(proof.Entry, out var from, out var to)
                && Checkpoint.TryParse(proof.Note.Text, out var checkpoint)
                && checkpoint.Origin == from.Name && proof.Index == checkpoint.Size - 1
                && proof.Note.IsSignedBy(from) && proof.Note.IsSignedBy(to)
                && TreeProofs.IsIncluded(
                    TreeHash.OfLeaf(proof.Entry.Span), proof.Index, checkpoint.Size, proof.Path, checkpoint.Root))
            {
                links.Add((from, to, proof, checkpoint));
            }
        }

        return new LogHandovers([.. links.OrderBy(link => link.Item4.Size)]);
    }

    /// <summary>The list as it is published.</summary>
    public static string Write(IEnumerable<EntryProof> proofs) => string.Concat(proofs.Select(
        proof => $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(ProofFile.Write(proof)))}\n"));

    /// <summary>
    /// The keys that may have signed a checkpoint of a size, where some are trusted: a trusted key vouches for the one
    /// that it handed over to, and for the one that it took over from. A key signs nothing after it has handed over.
    /// </summary>
    public IReadOnlyList<NoteKey> KeysFor(IReadOnlyList<NoteKey> trusted, long size)
    {
        var keys = trusted.ToList();
        foreach (var (from, to, _, _) in _links)
        {
            if (keys.Contains(from) && !keys.Contains(to))
                keys.Add(to);
        }

        foreach (var (from, to, _, _) in Enumerable.Reverse(_links))
        {
            if (keys.Contains(to) && !keys.Contains(from))
                keys.Add(from);
        }

        return [.. keys.Where(key => !_links.Exists(
            link => link.From == key && link.Checkpoint.Size < size && keys.Contains(link.To)))];
    }

    /// <summary>What a log must continue, if its keys are known by handovers of these keys.</summary>
    public IReadOnlyList<Checkpoint> CheckpointsOf(IReadOnlyList<NoteKey> trusted)
    {
        var keys = KeysFor(trusted, 0);
        return [.. _links.Where(link => keys.Contains(link.From)).Select(link => link.Checkpoint)];
    }

    /// <summary>The handovers as a ledger keeps them.</summary>
    public IReadOnlyList<LedgerHandover> ToStore() => [.. _links.Select(
        link => new LedgerHandover(link.Checkpoint.Size, link.Proof.Note.ToString(), link.Proof.Entry))];
}
