namespace InfraFabric.Witness.Postgres.Searching;

/// <summary>What is kept of a block of entries, so that a search can pass over it.</summary>
/// <param name="Place">The place of its first entry.</param>
/// <param name="First">The earliest time of an entry, in ticks.</param>
/// <param name="Last">The latest time of an entry, in ticks.</param>
/// <param name="Words">The words of all reasons, each once, with blanks between them.</param>
internal sealed record SearchBlock(long Place, long First, long Last, string Words)
{
    /// <summary>Entries of a block: as many as those whose texts are removed together.</summary>
    public const int Size = 256;

    /// <summary>The place of the block that a place is in.</summary>
    public static long PlaceOf(long place) => place / Size * Size;
}
