using System.Text;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Anchors;

/// <summary>
/// Makes a ledger again from a published log. All of it is verified before anything is made, and once more while it is
/// copied. What was kept apart from the entries, the texts about persons, is in no log and does not come back.
/// </summary>
public sealed class LedgerRestore
{
    // As many as one batch of a ledger that is written.
    private const int BundlesAtOnce = LedgerLimits.MaxBatch / TileId.FullWidth;

    private readonly ILogSource _log;
    private readonly LogAudit _audit;
    private readonly GrowingTree _tree = new();
    private readonly Dictionary<string, long> _actors = new(StringComparer.Ordinal);
    private NotePosition _drained = NotePosition.Start;
    private long _copied;

    public LedgerRestore(ILogSource log, AuditOptions options)
    {
        _log = log;
        _audit = new LogAudit(log, options);
    }

    /// <summary>How far it is, for who waits.</summary>
    public string Stand => Volatile.Read(ref _copied) is var copied and > 0
        ? $"restoring: {copied} of {_audit.Size} entries"
        : $"verifying: {_audit.At} of {_audit.Size} entries";

    /// <summary>Restores into a folder that holds no ledger.</summary>
    public async ValueTask<VerifyReport> IntoFolderAsync(string folder, CancellationToken cancellationToken = default)
    {
        var report = await _audit.RunAsync(cancellationToken);
        if (report.Fault is { } fault)
        {
            throw LedgerErrors.Damaged(
                fault.Index is { } index ? $"At entry {index}: {fault.Reason}" : fault.Reason);
        }

        if (report.HashesOnly > 0)
        {
            throw new FabricException(ErrorTable.NotFound, "The ledger cannot be restored from there.",
                $"Of its first {report.HashesOnly} entries only the hashes are there.", "Restore another copy.");
        }

        var id = LogKeys.IdOf(await _log.ReadKeysAsync(cancellationToken)) ?? throw new FabricException(
            ErrorTable.NotFound, "The ledger cannot be restored from there.",
            $"Its file {LogPaths.Keys} does not say which ledger it is.", "Restore another copy.");
        var checkpoint = Encoding.UTF8.GetString((await _log.ReadCheckpointAsync(cancellationToken)).Span);
        var handovers = LogHandovers.Read(await _log.ReadHandoversAsync(cancellationToken)).ToStore();
        await using var store = SqliteLedgerStore.Open(folder, id);
        while (_tree.Size < report.Size)
        {
            var batch = await NextAsync(report.Size, checkpoint, cancellationToken);
            var end = batch.First + batch.Entries.Count;
            await store.AppendAsync(
                batch with
                {
                    Handovers = [.. handovers.Where(handover => handover.Size > batch.First && handover.Size <= end)],
                },
                cancellationToken);
        }

        if (_tree.Root() != report.Root)
            throw LedgerErrors.Damaged("It changed while it was copied.");
        await store.SaveActorsAsync(new ActorSequences(report.Size, _actors), cancellationToken);
        return report;
    }

    private async ValueTask<LedgerBatch> NextAsync(
        long size, string checkpoint, CancellationToken cancellationToken)
    {
        var first = _tree.Size;
        var entries = new List<ReadOnlyMemory<byte>>();
        var tiles = new List<FullTile>();
        for (var i = 0; i < BundlesAtOnce && _tree.Size < size; i++)
        {
            var bundle = TileId.At(TileId.Entries, _tree.Size / TileId.FullWidth, size);
            foreach (var entry in EntryBundle.Read(await _log.ReadAsync(bundle, cancellationToken), bundle))
            {
                _tree.Add(TreeHash.OfLeaf(entry.Span), tiles.Add);
                entries.Add(entry);
                Count(EntryForm.Read(entry));
            }
        }

        Volatile.Write(ref _copied, _tree.Size);
        return new LedgerBatch
        {
            First = first,
            Entries = entries,
            Tiles = tiles,
            Personal = [],
            Head = new LedgerHead(_tree.Size, _drained, checkpoint),
        };
    }

    private void Count(LedgerEntry entry)
    {
        _actors[entry.Actor] = entry.Sequence;
        _drained = entry.Position > _drained ? entry.Position : _drained;
    }
}
