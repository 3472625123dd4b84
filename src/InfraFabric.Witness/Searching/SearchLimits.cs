namespace InfraFabric.Witness.Searching;

/// <summary>The bounds of searching the ledger.</summary>
public static class SearchLimits
{
    /// <summary>Entries on a page, if nothing is said.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>Entries on a page at most.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>Entries that are looked at for one page, so that a rare combination cannot hold a server up.</summary>
    public const int MaxExamined = 200_000;

    /// <summary>Characters of the text that is searched for.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Operations that a star may stand for before all entries are looked through instead.</summary>
    public const int MaxAlternatives = 64;

    /// <summary>How long a search waits for the index to reach the end of the ledger.</summary>
    public static readonly TimeSpan IndexWait = TimeSpan.FromSeconds(5);
}
