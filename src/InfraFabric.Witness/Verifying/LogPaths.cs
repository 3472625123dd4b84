using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Verifying;

/// <summary>
/// Where the parts of a published log stand, relative to its folder or address. The checkpoint and the tiles stand
/// where C2SP's tlog-tiles has them; <see cref="TileId"/> has their names.
/// </summary>
public static class LogPaths
{
    public const string Checkpoint = "checkpoint";

    /// <summary>The keys that have ever signed the log, and its id. C2SP has no place for them.</summary>
    public const string Keys = "checkpoint.keys";

    /// <summary>How the log went from key to key. C2SP has no place for that either.</summary>
    public const string Handovers = "checkpoint.handovers";

    /// <summary>Bytes of the list of handovers.</summary>
    public const int MaxHandoversBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of the list of keys.</summary>
    public const int MaxKeysBytes = 64 * 1024;

    /// <summary>Bytes of the largest bundle: 256 entries with their lengths.</summary>
    public const int MaxBundleBytes = 256 * (sizeof(ushort) + ushort.MaxValue);

    /// <summary>The most bytes that a tile may have.</summary>
    public static int MaxBytesOf(TileId tile) =>
        tile.Level == TileId.Entries ? MaxBundleBytes : TileId.FullWidth * Sha256Hash.Size;
}
