using InfraFabric.Core.Crypto;
using InfraFabric.Core.Json;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Tests.Verifying;

/// <summary>A log in memory that can be made, changed and signed at will, as its keeper, or a thief, could.</summary>
internal sealed class SomeLog : ILogSource
{
    public const string Origin = "test.example/ledger";

    public static readonly SigningKey Secret = SigningKey.FromSeed(new byte[32]);

    public static readonly NoteKey Key = NoteKey.Of(Origin, NoteKeyKind.Ed25519, Secret.VerifyKey);

    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public List<byte[]> Entries { get; } = [];

    /// <summary>Whatever is published, by its path.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>A published log of so many entries of three actors.</summary>
    public static SomeLog Of(int size, Action<List<LedgerEntry>>? change = null)
    {
        var log = new SomeLog();
        var entries = Enumerable.Range(0, size).Select(EntryAt).ToList();
        change?.Invoke(entries);
        log.Entries.AddRange(entries.Select(BytesOf));
        log.Publish();
        return log;
    }

    public static LedgerEntry EntryAt(int index) => new()
    {
        Sequence = (index / 3) + 1,
        Trace = SomeNotes.Trace,
        Actor = $"if://agent/a{index % 3}/0",
        Component = "coordinator",
        Operation = "task.claim",
        Subject = $"tasks/{index}",
        Time = Begin.AddSeconds(index),
        Why = "a test says so",
        Outcome = "done",
        Position = new NotePosition(index + 1, 0),
        Parameters = new Dictionary<string, string> { ["attempt"] = "1", ["swarm"] = "reviewer" },
    };

    public static byte[] BytesOf(LedgerEntry entry)
    {
        using var writer = new CanonicalWriter();
        EntryForm.Write(entry, writer);
        return writer.Written.ToArray();
    }

    /// <summary>Makes all tiles, bundles and the signed checkpoint of the entries.</summary>
    public SignedNote Publish()
    {
        Files.Clear();
        var tree = new GrowingTree();
        foreach (var entry in Entries)
            tree.Add(TreeHash.OfLeaf(entry), full => Files[full.Tile.ToString()] = TileHashes.Write(full.Hashes));
        foreach (var (tile, hashes) in tree.PartialTiles())
            Files[tile.ToString()] = TileHashes.Write(hashes);
        for (long index = 0; index * TileId.FullWidth < tree.Size; index++)
        {
            var bundle = TileId.At(TileId.Entries, index, tree.Size);
            Files[bundle.ToString()] = EntryBundle.Write([.. Entries
                .Skip((int)index * TileId.FullWidth).Take(bundle.Width).Select(entry => (ReadOnlyMemory<byte>)entry)]);
        }

        var note = SignedNote.Sign(new Checkpoint(Origin, tree.Size, tree.Root()).ToString(), Key, Secret);
        Files[LogPaths.Checkpoint] = System.Text.Encoding.UTF8.GetBytes(note.ToString());
        return note;
    }

    public async Task<VerifyReport> AuditAsync(SignedNote? earlier = null) =>
        await new LogAudit(this, new AuditOptions { Keys = [Key], Earlier = earlier }).RunAsync();

    /// <summary>Writes all that is published into a folder.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (path, bytes) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllBytes(Path.Combine(folder, path), bytes);
        }
    }

    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileId tile, CancellationToken cancellationToken = default) =>
        Files.TryGetValue(tile.ToString(), out var bytes)
            ? ValueTask.FromResult<ReadOnlyMemory<byte>>(bytes)
            : throw LedgerErrors.NoSuchTile(tile, Entries.Count);

    public ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>>(Files[LogPaths.Checkpoint]);

    public ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(LogKeys.Write([Key], "0123456789abcdef"));
}
