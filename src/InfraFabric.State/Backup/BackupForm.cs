namespace InfraFabric.State.Backup;

/// <summary>
/// The form of a backup file: a magic line, then sealed chunks, each after its length, then the end. The first chunk
/// is the header; the end repeats what must be there, so that a file cut off anywhere is not taken for a whole one.
/// </summary>
internal static class BackupForm
{
    /// <summary>A chunk longer than this is not one of ours.</summary>
    public const int MaxChunkBytes = 4 * 1024 * 1024;

    /// <summary>The length that stands for the end.</summary>
    public const int End = 0;

    /// <summary>The place with which the header and the end are sealed; chunks count up from one.</summary>
    public const long HeaderPlace = 0;

    public const long EndPlace = long.MaxValue;

    public static ReadOnlySpan<byte> Magic => "infrafabric state backup 1\n"u8;
}
