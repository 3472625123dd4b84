using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Json;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Conformance;

/// <summary>Batches as a ledger makes them, of entries that differ, and the bytes of those entries.</summary>
public static class SomeBatches
{
    public static LedgerBatch Of(long first, int count, params PersonalText[] personal)
    {
        var entries = Enumerable.Range(0, count).Select(i => Entry(first + i)).ToList();
        return new LedgerBatch
        {
            First = first,
            Entries = entries,
            Tiles = [.. FilledBy(first, count).Select(Full)],
            Personal = personal,
            Head = new LedgerHead(first + count, new NotePosition(first + count, 7), $"checkpoint of {first + count}"),
        };
    }

    /// <summary>The tiles of leaves that entries from a place on fill.</summary>
    public static IEnumerable<TileId> FilledBy(long first, int count)
    {
        for (var tile = first / TileId.FullWidth; tile < (first + count) / TileId.FullWidth; tile++)
            yield return new TileId(0, tile, TileId.FullWidth);
    }

    /// <summary>A tile with some hashes and a root, others for each.</summary>
    public static FullTile Full(TileId tile) =>
        new(tile, Hashes(tile), Sha256Hash.Of(Encoding.UTF8.GetBytes($"{tile}")));

    /// <summary>Some hashes, others for each tile.</summary>
    public static IReadOnlyList<Sha256Hash> Hashes(TileId tile) =>
    [
        .. Enumerable.Range(0, tile.Width).Select(i => Sha256Hash.Of(Encoding.UTF8.GetBytes($"{tile} {i}"))),
    ];

    /// <summary>The bytes of the entry at a place: every member is in some of them.</summary>
    public static ReadOnlyMemory<byte> Entry(long place) => Bytes(new LedgerEntry
    {
        Sequence = place + 1,
        Trace = SomeNotes.Trace,
        Actor = $"if://agent/a{place % 3}/0",
        Component = "coordinator",
        Operation = "task.claim",
        Subject = $"tasks/{place}",
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(place),
        Why = place % 4 == 1 ? null : $"because of \"{place}\", \\ and \u00e9\ud83d\ude00",
        Outcome = "done",
        Severity = (NoteSeverity)(place % 5),
        Fence = place % 2 == 0 ? place : null,
        Cost = place % 7 == 0 ? Money.FromMicroUsd(place) : null,
        Position = new NotePosition(place, 0),
        Parameters = place % 3 == 0 ? new Dictionary<string, string> { ["why"] = "not the reason" } : null,
    });

    public static ReadOnlyMemory<byte> Bytes(LedgerEntry entry)
    {
        using var writer = new CanonicalWriter();
        EntryForm.Write(entry, writer);
        return writer.Written.ToArray();
    }
}
