using InfraFabric.Core.Errors;

namespace InfraFabric.Optimise.Prices;

/// <summary>What can be said to have been bought.</summary>
internal static class UsageRules
{
    private const decimal MaxQuantity = 1_000_000_000m;

    /// <summary>Refuses, with IF_ERR_USAGE, what nobody can have bought.</summary>
    public static void Require(Usage usage)
    {
        RequireName(usage.Model, "model");
        if (usage.Provider is { } provider)
            RequireName(provider, "provider");
        if (usage.ServiceTier is { } tier)
            RequireName(tier, "service tier");
        foreach (var count in new[]
        {
            usage.Input, usage.Output, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.Reasoning,
            usage.Calls, usage.Messages,
        })
        {
            if (count is < 0 or > OptimiseLimits.MaxCount)
                throw Wrong($"A count is 0 to {OptimiseLimits.MaxCount}.");
        }

        foreach (var quantity in new[] { usage.Minutes, usage.Hours, usage.Gb })
        {
            if (quantity is < 0 or > MaxQuantity
                || quantity != decimal.Round(quantity, OptimiseLimits.MaxQuantityDecimals))
            {
                throw Wrong($"Minutes, hours and gb are 0 to {MaxQuantity}, with at most"
                    + $" {OptimiseLimits.MaxQuantityDecimals} decimals.");
            }
        }

        if (!usage.Quantities().Any())
            throw Wrong("It has no tokens, calls, minutes or anything else.");
    }

    /// <summary>Whether a text can name a model, a provider or a service tier.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= OptimiseLimits.MaxModelLength
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '/' or '-');

    private static void RequireName(string text, string what)
    {
        if (!IsName(text))
        {
            throw Wrong($"The name of a {what} has 1 to {OptimiseLimits.MaxModelLength} letters, digits and . _ : / -,"
                + " a letter or digit first.");
        }
    }

    private static FabricException Wrong(string why) => new(
        ErrorTable.Usage, "What was bought is told in a way that is not accepted.", why, "Correct the usage.");
}
