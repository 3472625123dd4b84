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

    /// <summary>For how long it is not looked whether the file of prices has changed.</summary>
    public static readonly TimeSpan LookAtPrices = TimeSpan.FromSeconds(1);
}
