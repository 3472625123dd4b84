using System.Text;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Anchors;

/// <summary>
/// Brings an anchor to where a log is: first what is new of tiles and bundles, and the checkpoint last. Whoever reads
/// the anchor meanwhile, or after a push that was cut off, finds the log as it was before.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="keys">Who may have signed it.</param>
/// <param name="anchor">Where to.</param>
public sealed class AnchorPush(ILogSource log, IReadOnlyList<NoteKey> keys, IAnchorPlace anchor)
{
    private long _at;

    /// <summary>How many entries have been copied, for who waits.</summary>
    public long At => Volatile.Read(ref _at);

    /// <summary>
    /// Pushes once. An error if the anchor holds another log, or one that this log does not continue.
    /// </summary>
    public async ValueTask<AnchorState> RunAsync(CancellationToken cancellationToken = default)
    {
        var note = await log.ReadCheckpointAsync(cancellationToken);
        var list = await log.ReadHandoversAsync(cancellationToken);
        var handovers = LogHandovers.Read(list);
        var now = RequireSigned(note, handovers, "the log");
        var before = await anchor.HasLogAsync(cancellationToken)
            ? RequireSigned(await anchor.Log.ReadCheckpointAsync(cancellationToken), handovers, anchor.ToString()!)
            : null;
        if (before is not null)
            await RequireContinuesAsync(before, now, cancellationToken);
        var from = before?.Size ?? 0;
        for (var level = TileId.Entries; HasTiles(level, now.Size); level++)
            await CopyAsync(level, from, now.Size, cancellationToken);
        if (await new TreeReader(anchor.Log, now.Size).RootAsync(cancellationToken) != now.Root)
            throw LedgerErrors.Damaged("Its tiles make another root than the one that was signed.");
        await anchor.WriteAsync(
            LogPaths.Keys, Encoding.UTF8.GetBytes(await log.ReadKeysAsync(cancellationToken)), cancellationToken);
        if (list.Length > 0)
            await anchor.WriteAsync(LogPaths.Handovers, Encoding.UTF8.GetBytes(list), cancellationToken);
        await anchor.WriteAsync(LogPaths.Checkpoint, note, cancellationToken);
        for (var level = TileId.Entries; HasTiles(level, now.Size); level++)
            await RemovePartsAsync(level, from, now.Size, cancellationToken);
        return new AnchorState(now.Size, now.Size - from);
    }

    private static bool HasTiles(int level, long size) =>
        level == TileId.Entries || size >> (TileId.Height * level) > 0;

    private static int BitsBelow(int level) => TileId.Height * (Math.Max(level, 0) + 1);

    /// <summary>Copies what is new of a level, as many tiles at a time as the place likes.</summary>
    private async ValueTask CopyAsync(int level, long from, long size, CancellationToken cancellationToken)
    {
        var running = new Queue<Task>();
        try
        {
            for (var index = from >> BitsBelow(level); index <= size >> BitsBelow(level); index++)
            {
                var tile = TileId.At(level, index, size);
                if (tile.Width == 0)
                    break;
                if (running.Count == anchor.WritesAtOnce)
                    await running.Dequeue();
                running.Enqueue(CopyAsync(tile, cancellationToken));
            }

            while (running.TryDequeue(out var oldest))
                await oldest;
        }
        finally
        {
            // Nothing is written any more once the push has failed.
            await Task.WhenAll(running).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task CopyAsync(TileId tile, CancellationToken cancellationToken)
    {
        if (await TryReadAsync(tile, cancellationToken) is { } bytes)
            await anchor.WriteAsync(tile.ToString(), bytes, cancellationToken);
        if (tile.Level == TileId.Entries)
            Volatile.Write(ref _at, (tile.Index * TileId.FullWidth) + tile.Width);
    }

    /// <summary>A tile; null for a bundle whose texts are no longer kept, which the anchor does without.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(TileId tile, CancellationToken cancellationToken)
    {
        try
        {
            return await log.ReadAsync(tile, cancellationToken);
        }
        catch (FabricException gone) when (gone.Error == ErrorTable.NotFound && tile.Level == TileId.Entries)
        {
            return null;
        }
    }

    /// <summary>
    /// Removes the partial tiles of the one in which the anchor ended before, if it is full now. What pushes that were
    /// cut off have left elsewhere does no harm, and looking for it would cost a question for each tile.
    /// </summary>
    private async ValueTask RemovePartsAsync(int level, long from, long size, CancellationToken cancellationToken)
    {
        var index = from >> BitsBelow(level);
        if (index < size >> BitsBelow(level))
            await anchor.RemovePartsOfAsync(new TileId(level, index, TileId.FullWidth), cancellationToken);
    }

    private Checkpoint RequireSigned(ReadOnlyMemory<byte> bytes, LogHandovers handovers, string what)
    {
        if (!SignedNote.TryParse(bytes.Span, out var note))
            throw LedgerErrors.Damaged($"The checkpoint of {what} is no signed note.");
        var size = Checkpoint.TryParse(note.Text, out var checkpoint) ? checkpoint.Size : 0;
        var report = ProofCheck.Verify(note, handovers.KeysFor(keys, size));
        return report.Fault is { } fault
            ? throw LedgerErrors.Damaged($"The checkpoint of {what}: {fault.Reason}")
            : new Checkpoint(report.Origin!, report.Size, report.Root);
    }

    private async ValueTask RequireContinuesAsync(
        Checkpoint before, Checkpoint now, CancellationToken cancellationToken)
    {
        var why = before.Origin != now.Origin ? $"It holds the log {before.Origin}, and this one is {now.Origin}."
            : before.Size > now.Size ? $"It holds {before.Size} entries, and the log has {now.Size}."
            : await new TreeReader(log, now.Size).HashOfAsync(0, before.Size, cancellationToken) != before.Root
                ? $"Its first {before.Size} entries are not those of the log."
                : null;
        if (why is not null)
        {
            throw new FabricException(ErrorTable.Conflict, $"The anchor {anchor} is not a copy of this log.", why,
                "Leave it as it is, and find out which one is right; anchor into another folder meanwhile.");
        }
    }
}
