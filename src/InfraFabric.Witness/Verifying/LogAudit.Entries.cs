using System.Buffers.Binary;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Verifying;

/// <content>The entries, bundle by bundle, and their leaves.</content>
public sealed partial class LogAudit
{
    private async ValueTask<LogFault?> CheckEntriesAsync(CancellationToken cancellationToken)
    {
        var bundles = (_report.Size + TileId.FullWidth - 1) / TileId.FullWidth;
        var ahead = new Queue<(Task<ReadOnlyMemory<byte>?> Leaves, Task<ReadOnlyMemory<byte>?> Bundle)>();
        long asked = 0;
        for (long index = 0; index < bundles; index++)
        {
            for (; asked < bundles && asked < index + ReadAhead; asked++)
            {
                ahead.Enqueue((
                    TryReadAsync(TileId.At(0, asked, _report.Size), cancellationToken),
                    TryReadAsync(TileId.At(TileId.Entries, asked, _report.Size), cancellationToken)));
            }

            var (leaves, bundle) = ahead.Dequeue();
            var fault = CheckPart(TileId.At(0, index, _report.Size), await leaves, await bundle)
                ?? await CheckTilesAsync(_full.Select(full => (full.Tile, full.Hashes)), cancellationToken);
            if (fault is not null)
                return fault;
            _full.Clear();
            Volatile.Write(ref _at, _tree.Size);
        }

        return null;
    }

    private LogFault? CheckPart(TileId tile, ReadOnlyMemory<byte>? leaves, ReadOnlyMemory<byte>? bundle)
    {
        var first = tile.Index * TileId.FullWidth;
        if (leaves is not { } hashes)
            return new LogFault(first, $"{tile} is missing.");
        if (hashes.Length != tile.Width * Sha256Hash.Size)
            return new LogFault(first, $"{tile} has {hashes.Length} bytes instead of {tile.Width * Sha256Hash.Size}.");
        if (bundle is { } entries)
            return CheckBundle(tile with { Level = TileId.Entries }, hashes, entries);
        // Texts are dropped from the beginning on, and from nowhere else.
        if (_hashesOnly < first)
            return new LogFault(first, $"{tile with { Level = TileId.Entries }} is missing, with entries before it.");
        for (var i = 0; i < tile.Width; i++)
            Add(HashAt(hashes, i));
        _hashesOnly += tile.Width;
        _order.BeginsLater = true;
        return null;
    }

    private LogFault? CheckBundle(TileId tile, ReadOnlyMemory<byte> leaves, ReadOnlyMemory<byte> bundle)
    {
        var first = tile.Index * TileId.FullWidth;
        for (var i = 0; i < tile.Width; i++)
        {
            if (bundle.Length < sizeof(ushort)
                || BinaryPrimitives.ReadUInt16BigEndian(bundle.Span) is var length
                && bundle.Length < sizeof(ushort) + length)
            {
                return new LogFault(first + i, $"{tile} ends within entry {i} of its {tile.Width}.");
            }

            var entry = bundle.Slice(sizeof(ushort), length);
            bundle = bundle[(sizeof(ushort) + length)..];
            var leaf = TreeHash.OfLeaf(entry.Span);
            if (leaf != HashAt(leaves, i))
                return new LogFault(first + i, "It does not have the hash that the tile of its leaf says.");
            if (_order.ProblemOf(entry, first + i) is { } problem)
                return new LogFault(first + i, problem);
            Add(leaf);
        }

        return bundle.IsEmpty
            ? null
            : new LogFault(first + tile.Width - 1, $"{tile} has {bundle.Length} bytes after its last entry.");
    }

    private void Add(Sha256Hash leaf)
    {
        _tree.Add(leaf, _keep);
        if (_tree.Size == _earlier?.Size)
            _earlierRoot = _tree.Root();
        if (_nextHandover < _handovers.Count && _handovers[_nextHandover].Size == _tree.Size)
            CheckHandover(_handovers[_nextHandover++]);
    }
}
