namespace InfraFabric.Witness.Merkle;

/// <summary>Where the tiles of a log are read: its database, a folder, a server.</summary>
public interface ITileSource
{
    /// <summary>
    /// The hashes of a tile, one after the other, each of 32 bytes; of a bundle, its bytes as they are served. An error
    /// when it is not there.
    /// </summary>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileId tile, CancellationToken cancellationToken = default);
}
