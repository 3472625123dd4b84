using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Verifying;

/// <summary>How long the parts of a published log may be kept by who has fetched them, and by whom.</summary>
public static class LogCaching
{
    /// <summary>For what is only true until something happens: the checkpoint, the list of keys.</summary>
    public const string NotWithoutAsking = "no-cache";

    private const string ForEver = "max-age=31536000, immutable";

    // A partial tile never changes, but goes once the full one is there.
    private const string ForAMoment = "max-age=60";

    /// <summary>For a tile or a bundle. Entries are kept only where nobody else is served from.</summary>
    public static string Of(TileId tile) =>
        $"{(tile.Level == TileId.Entries ? "private" : "public")}, {(tile.IsFull ? ForEver : ForAMoment)}";
}
