using System.Text;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Conformance;

/// <summary>Reads a whole ledger, held against its checkpoint, its tiles and the sequences of its actors.</summary>
public static class LedgerAudit
{
    /// <summary>The entries of a store, whose every entry must be what was signed.</summary>
    public static async Task<IReadOnlyList<LedgerEntry>> ReadAsync(
        ILedgerStore store, LedgerOptions options, CancellationToken cancellationToken = default)
    {
        var head = await store.LoadAsync(cancellationToken);
        var entries = new List<LedgerEntry>();
        var sequences = new Dictionary<string, long>();
        var tree = new GrowingTree();
        while (entries.Count < head.Size)
        {
            foreach (var bytes in await store.ReadEntriesAsync(entries.Count, 1000, cancellationToken))
            {
                if (entries.Count == head.Size)
                    break;
                tree.Add(TreeHash.OfLeaf(bytes.Span), _ => { });
                var entry = EntryForm.Read(bytes);
                entry.Sequence.ShouldBe(sequences.GetValueOrDefault(entry.Actor) + 1, $"entry {entries.Count}");
                sequences[entry.Actor] = entry.Sequence;
                entries.Add(entry);
            }
        }

        SignedNote.TryParse(Encoding.UTF8.GetBytes(head.Checkpoint), out var note).ShouldBeTrue();
        note!.IsSignedBy(options.NoteKeys.First()).ShouldBeTrue();
        Checkpoint.TryParse(note.Text, out var checkpoint).ShouldBeTrue();
        checkpoint.ShouldBe(new Checkpoint(options.Origin, head.Size, tree.Root()));
        var reader = new TreeReader(new LedgerTiles(store, head.Size), head.Size);
        (await reader.RootAsync(cancellationToken)).ShouldBe(tree.Root());
        return entries;
    }
}
