namespace InfraFabric.Optimise;

/// <summary>The bounds of prices, and of what is counted with them.</summary>
public static class OptimiseLimits
{
    /// <summary>Characters of the name of a model.</summary>
    public const int MaxModelLength = 120;

    /// <summary>Digits before the point of a price, and of a quantity.</summary>
    public const int MaxWholeDigits = 9;

    /// <summary>Digits behind the point of a price, a rate or a factor.</summary>
    public const int MaxPriceDecimals = 12;

    /// <summary>Digits behind the point of a quantity, such as minutes.</summary>
    public const int MaxQuantityDecimals = 6;

    /// <summary>Tokens of one kind, or calls, in one spending.</summary>
    public const long MaxCount = 1_000_000_000_000;

    /// <summary>Tiers by the length of the prompt that one price has.</summary>
    public const int MaxTiers = 16;

    /// <summary>Characters of a text that says where a price comes from.</summary>
    public const int MaxSourceLength = 300;

    /// <summary>Rows on a page if nothing is said.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>Rows on a page at most.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>Rows of a report that can be on pages before.</summary>
    public const int MaxRows = 10_000_000;

    /// <summary>What costs can be told apart by at once.</summary>
    public const int MaxDimensions = 3;

    /// <summary>Names of swarms, kinds, models and others that are told apart.</summary>
    public const int MaxWords = 50_000;

    /// <summary>Entries of the ledger that are taken in at once.</summary>
    public const int MaxEntriesRead = 1000;

    /// <summary>Characters of an invoice.</summary>
    public const int MaxInvoiceLength = 1024 * 1024;

    /// <summary>Lines of an invoice.</summary>
    public const int MaxInvoiceLines = 10_000;

    /// <summary>Digits of a number on an invoice before the point, and behind it.</summary>
    public const int MaxInvoiceDigits = 13;

    /// <summary>Claims that a candidate must have had before it is advised.</summary>
    public const int MinHistory = 5;

    /// <summary>How often a candidate must succeed at least, as far as its history can say.</summary>
    public const double MinConfidence = 0.5;

    /// <summary>Candidates of all kinds that are told at once.</summary>
    public const int MaxCandidates = 10_000;

    /// <summary>The longest time that a report is about.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(3660);

    /// <summary>How often it is looked whether the ledger has grown.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>How long who asks waits until the ledger has been read.</summary>
    public static readonly TimeSpan CatchUpWithin = TimeSpan.FromSeconds(10);

    /// <summary>For how long it is not looked whether the file of prices has changed.</summary>
    public static readonly TimeSpan LookAtPrices = TimeSpan.FromSeconds(1);
}
