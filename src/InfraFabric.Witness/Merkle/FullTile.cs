using InfraFabric.Core.Crypto;

namespace InfraFabric.Witness.Merkle;

/// <summary>A tile that never changes again.</summary>
/// <param name="Tile">Which one.</param>
/// <param name="Hashes">All of its hashes.</param>
/// <param name="Root">What they come to: a hash of the tile above.</param>
public sealed record FullTile(TileId Tile, IReadOnlyList<Sha256Hash> Hashes, Sha256Hash Root);
