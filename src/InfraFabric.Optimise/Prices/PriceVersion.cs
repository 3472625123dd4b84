using InfraFabric.Core.Crypto;

namespace InfraFabric.Optimise.Prices;

/// <summary>What a model costs from a day of UTC on, until its next version.</summary>
public sealed record PriceVersion
{
    /// <summary>The model, as <c>provider:name</c> where it has a provider.</summary>
    public required string Model { get; init; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>The currency of all its prices.</summary>
    public required string Currency { get; init; }

    public required TokenPrices Tokens { get; init; }

    public required UnitPrices Units { get; init; }

    /// <summary>Prices by the length of the prompt, the longest first.</summary>
    public IReadOnlyList<LengthTier> Tiers { get; init; } = [];

    /// <summary>Prices by the name of a service tier.</summary>
    public IReadOnlyDictionary<string, ServiceTier> ServiceTiers { get; init; } =
        new Dictionary<string, ServiceTier>();

    /// <summary>Prices of calls in a batch, over which <see cref="BatchDiscount"/> is not given.</summary>
    public TokenPrices? Batch { get; init; }

    /// <summary>What percentage calls in a batch cost less.</summary>
    public decimal? BatchDiscount { get; init; }

    /// <summary>Whether a person has still to say that it is right.</summary>
    public bool Confirm { get; init; }

    /// <summary>The day when it was looked up.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Where it was looked up.</summary>
    public string? Source { get; init; }

    public PriceOrigin Origin { get; init; }

    /// <summary>Names the prices: the same prices have the same hash, whoever has confirmed them.</summary>
    public Sha256Hash Hash { get; init; }

    /// <summary>The provider, which stands before the colon; null where there is none.</summary>
    public string? Provider => Model.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        ? Model[..colon] : null;
}
