using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <summary>
/// Checks all of a log: its signature, every entry and its place, every leaf, every tile, the root, and that it
/// continues what was seen before. It stops at the first thing that is wrong.
/// </summary>
public sealed partial class LogAudit
{
    // What is far away is asked for before it is needed.
    private const int ReadAhead = 8;

    private readonly ILogSource _log;
    private readonly AuditOptions _options;
    private readonly EntryOrder _order;
    private readonly GrowingTree _tree = new();
    private readonly List<FullTile> _full = [];
    private readonly Action<FullTile> _keep;
    private VerifyReport _report = new();
    private Checkpoint? _earlier;
    private Sha256Hash _earlierRoot = TreeHash.Empty;
    private long _hashesOnly;
    private long _at;

    public LogAudit(ILogSource log, AuditOptions options)
    {
        _log = log;
        _options = options;
        _order = new EntryOrder(options.Skew);
        _handovers = options.Handovers.CheckpointsOf(options.Keys);
        // Leaves are compared one by one, which tells which entry it is.
        _keep = full =>
        {
            if (full.Tile.Level > 0)
                _full.Add(full);
        };
    }

    /// <summary>How many entries have been checked, for who waits.</summary>
    public long At => Volatile.Read(ref _at);

    /// <summary>How many there are.</summary>
    public long Size => _report.Size;

    /// <summary>Checks the log, once.</summary>
    public async ValueTask<VerifyReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var bytes = await _log.ReadCheckpointAsync(cancellationToken);
        if (!SignedNote.TryParse(bytes.Span, out var note))
            return new VerifyReport { Fault = new LogFault(null, "Its checkpoint is no signed note.") };
        _report = ProofCheck.Verify(note, KeysFor(note));
        var fault = _report.Fault ?? CheckEarlier()
            ?? await CheckEntriesAsync(cancellationToken)
            ?? await CheckTilesAsync(_tree.PartialTiles().Where(part => part.Tile.Level > 0), cancellationToken)
            ?? CheckRoot();
        fault ??= CheckHandovers() ?? CheckContinues();
        return _report with
        {
            Entries = Math.Max(0, At - _hashesOnly),
            HashesOnly = _hashesOnly,
            Actors = _order.Actors,
            Fault = fault,
            Fork = fault is not null && _isFork ? new LogFork(_options.Earlier!.ToString(), note.ToString()) : null,
        };
    }

    private LogFault? CheckRoot() => _tree.Root() == _report.Root
        ? null
        : new LogFault(null, $"Its {_report.Size} entries make another root than the one that was signed.");

    private async ValueTask<LogFault?> CheckTilesAsync(
        IEnumerable<(TileId Tile, IReadOnlyList<Sha256Hash> Hashes)> made, CancellationToken cancellationToken)
    {
        foreach (var (tile, hashes) in made)
        {
            var below = TileId.Height * tile.Level;
            var first = tile.Index << TileId.Height << below;
            if (await TryReadAsync(tile, cancellationToken) is not { } read)
                return new LogFault(first, $"{tile} is missing.");
            if (read.Length != hashes.Count * Sha256Hash.Size)
                return new LogFault(first, $"{tile} has {read.Length} bytes instead of {hashes.Count} hashes.");
            for (var i = 0; i < hashes.Count; i++)
            {
                if (HashAt(read, i) != hashes[i])
                    return new LogFault(first + ((long)i << below), $"{tile} is not what the entries from there make.");
            }
        }

        return null;
    }

    private async Task<ReadOnlyMemory<byte>?> TryReadAsync(TileId tile, CancellationToken cancellationToken)
    {
        try
        {
            return await _log.ReadAsync(tile, cancellationToken);
        }
        catch (Core.Errors.FabricException missing) when (missing.Error == Core.Errors.ErrorTable.NotFound)
        {
            return null;
        }
    }

    private static Sha256Hash HashAt(ReadOnlyMemory<byte> tile, int place) =>
        Sha256Hash.FromBytes(tile.Span.Slice(place * Sha256Hash.Size, Sha256Hash.Size));
}
