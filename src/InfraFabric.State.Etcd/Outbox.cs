using System.Runtime.CompilerServices;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd;

/// <summary>
/// The notes of commits, until the witness has them. The key of a note begins with a revision below its own, so keys
/// are nearly in the order of commits: notes are read in the order of their keys, and one is certain to be next when
/// its revision is not above what any key still unread begins with.
/// </summary>
internal sealed class Outbox(EtcdCaller caller, KeyLayout layout)
{
    // Deletions in one transaction, below what etcd takes.
    private const int MaxRemovals = 100;

    private const int MaxScans = 5;

    public Task<IReadOnlyList<PositionedNote>> ReadAsync(
        NotePosition after, int limit, CancellationToken cancellationToken) =>
        UncompactedAsync(() => ReadOnceAsync(after, limit, cancellationToken));

    public Task RemoveAsync(NotePosition upTo, CancellationToken cancellationToken) =>
        UncompactedAsync(() => RemoveOnceAsync(upTo, cancellationToken));

    // The revision that a scan reads at may be compacted under its feet; a new scan reads at a new one.
    private static async Task<T> UncompactedAsync<T>(Func<Task<T>> scan)
    {
        for (var left = MaxScans; ; left--)
        {
            try
            {
                return await scan();
            }
            catch (FabricException e) when (e.Error == ErrorTable.StateCompacted && left > 1)
            {
                continue;
            }
        }
    }

    private async Task<IReadOnlyList<PositionedNote>> ReadOnceAsync(
        NotePosition after, int limit, CancellationToken cancellationToken)
    {
        var notes = new SortedList<NotePosition, KeyValue>();
        await foreach (var (page, settled) in ScanAsync(keysOnly: false, cancellationToken))
        {
            foreach (var note in page)
            {
                if (PositionOf(note) is var position && position > after)
                    notes.Add(position, note);
            }

            while (notes.Count > limit)
                notes.RemoveAt(notes.Count - 1);
            if (notes.Count == limit && notes.GetKeyAtIndex(limit - 1).Revision <= settled)
                break;
        }

        return [.. notes.Select(n => new PositionedNote(n.Key, WitnessNoteForm.Decode(n.Value.Value.Span)))];
    }

    private async Task<bool> RemoveOnceAsync(NotePosition upTo, CancellationToken cancellationToken)
    {
        // Never a range over several transactions: one whose commit is on its way may still put its notes in between.
        var removals = new TxnRequest();
        var group = "";
        await foreach (var (page, settled) in ScanAsync(keysOnly: true, cancellationToken))
        {
            foreach (var note in page.Where(n => PositionOf(n) <= upTo))
            {
                var key = KeyLayout.Text(note.Key);
                if (note.ModRevision < upTo.Revision && KeyLayout.NoteGroupOf(key) == group)
                    continue;
                group = KeyLayout.NoteGroupOf(key);
                removals.Success.Add(new RequestOp { RequestDeleteRange = Removal(note, group, upTo) });
                if (removals.Success.Count >= MaxRemovals)
                    await FlushAsync(removals, cancellationToken);
            }

            if (settled >= upTo.Revision)
                break;
        }

        await FlushAsync(removals, cancellationToken);
        return true;
    }

    // All notes of an older revision go at once; those of the last one each for itself, as some may have to stay.
    private static DeleteRangeRequest Removal(KeyValue note, string group, NotePosition upTo) =>
        note.ModRevision < upTo.Revision
            ? new() { Key = KeyLayout.Bytes(group), RangeEnd = KeyLayout.End(group) }
            : new() { Key = note.Key };

    private async Task FlushAsync(TxnRequest removals, CancellationToken cancellationToken)
    {
        if (removals.Success.Count > 0)
            await caller.CallAsync(EtcdMethods.Txn, removals, cancellationToken);
        removals.Success.Clear();
    }

    /// <summary>
    /// Pages of notes in the order of their keys, all as of one revision. With each comes the revision up to which no
    /// note is unread.
    /// </summary>
    private async IAsyncEnumerable<(IReadOnlyList<KeyValue> Page, long Settled)> ScanAsync(
        bool keysOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new RangeRequest
        {
            Key = KeyLayout.Bytes(layout.Notes),
            RangeEnd = KeyLayout.End(layout.Notes),
            Limit = EtcdLimits.NotesPage,
            KeysOnly = keysOnly,
        };
        while (true)
        {
            var page = await caller.CallAsync(EtcdMethods.Range, request, cancellationToken);
            if (request.Revision == 0)
                request.Revision = page.Header.Revision;
            if (!page.More)
            {
                yield return (page.Kvs, long.MaxValue);
                yield break;
            }

            var last = KeyLayout.Text(page.Kvs[^1].Key);
            yield return (page.Kvs, layout.NoteRevisionBefore(last));
            request.Key = KeyLayout.Bytes(last + "\0");
        }
    }

    private static NotePosition PositionOf(KeyValue note) =>
        new(note.ModRevision, KeyLayout.NoteOrderOf(KeyLayout.Text(note.Key)));
}
