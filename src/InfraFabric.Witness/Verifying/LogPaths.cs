namespace InfraFabric.Witness.Verifying;

/// <summary>
/// Where the parts of a published log stand, relative to its folder or address. The checkpoint and the tiles stand
/// where C2SP's tlog-tiles has them; <see cref="Merkle.TileId"/> has their names.
/// </summary>
public static class LogPaths
{
    public const string Checkpoint = "checkpoint";

    /// <summary>The keys that have ever signed the log, and its id. C2SP has no place for them.</summary>
    public const string Keys = "checkpoint.keys";

    /// <summary>Bytes of the list of keys.</summary>
    public const int MaxKeysBytes = 64 * 1024;

    /// <summary>Bytes of the largest bundle: 256 entries with their lengths.</summary>
    public const int MaxBundleBytes = 256 * (sizeof(ushort) + ushort.MaxValue);
}
