using System.Globalization;
using InfraFabric.Core.Config;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Optimise.Prices;

/// <summary>The kinds of value that files of prices hold.</summary>
internal static class PriceValues
{
    /// <summary>A price or a rate.</summary>
    public static ConfigValue<PriceNumber> Price { get; } = new(
        $"a number with at most {OptimiseLimits.MaxWholeDigits} digits before the point and"
        + $" {OptimiseLimits.MaxPriceDecimals} behind it, such as 2.50",
        (string text, out PriceNumber value) =>
        {
            var valid = TryRead(text, out var number);
            value = new PriceNumber(number);
            return valid;
        });

    /// <summary>What a unit of a currency is worth: something.</summary>
    public static ConfigValue<PriceNumber> Rate { get; } = new(
        $"a number above 0 with at most {OptimiseLimits.MaxPriceDecimals} decimals, such as 1.0875",
        (string text, out PriceNumber value) =>
        {
            var valid = TryRead(text, out var number) && number > 0;
            value = new PriceNumber(number);
            return valid;
        });

    /// <summary>By how many percent something is cheaper.</summary>
    public static ConfigValue<PriceNumber> Percent { get; } = new(
        "a percentage from 0 to 100, such as 50 or 50%", (string text, out PriceNumber value) =>
        {
            var valid = TryRead(text.EndsWith('%') ? text[..^1] : text, out var number) && number <= 100;
            value = new PriceNumber(number);
            return valid;
        });

    public static ConfigValue<DateOnly> Day { get; } = new(
        "a day such as 2026-01-31", (string text, out DateOnly value) => TryReadDay(text, out value));

    /// <summary>A day that may be missing.</summary>
    public static ConfigValue<string> DayText { get; } = new(
        "a day such as 2026-01-31", (string text, out string value) =>
        {
            value = text;
            return TryReadDay(text, out _);
        });

    public static ConfigValue<string> Name { get; } = new(
        $"a name of 1 to {OptimiseLimits.MaxModelLength} letters, digits and . _ : / -",
        (string text, out string value) =>
        {
            value = text;
            return UsageRules.IsName(text);
        });

    public static ConfigValue<string> Currency { get; } = new(
        "a currency of three capital letters, such as EUR", (string text, out string value) =>
        {
            value = text;
            return text.Length == 3 && text.All(char.IsAsciiLetterUpper);
        });

    /// <summary>A currency that is turned into dollars.</summary>
    public static ConfigValue<string> OtherCurrency { get; } = new(
        "a currency of three capital letters other than USD, such as EUR", (string text, out string value) =>
        {
            value = text;
            return text.Length == 3 && text.All(char.IsAsciiLetterUpper) && text != PriceBook.Dollar;
        });

    /// <summary>A service tier other than the standard, which has the prices under <c>tokens</c>.</summary>
    public static ConfigValue<string> TierName { get; } = new(
        "the name of a service tier other than standard", (string text, out string value) =>
        {
            value = text;
            return UsageRules.IsName(text) && text != UsagePricing.Standard;
        });

    public static ConfigValue<string> Source { get; } = new(
        $"a text of at most {OptimiseLimits.MaxSourceLength} characters", (string text, out string value) =>
        {
            value = text;
            return text.Length is > 0 and <= OptimiseLimits.MaxSourceLength;
        });

    public static ConfigValue<Sha256Hash> Hash { get; } = new(
        "the hash of a price, sha256:…", (string text, out Sha256Hash value) => Sha256Hash.TryParse(text, out value));

    public static DateOnly ReadDay(string text) => TryReadDay(text, out var day) ? day : default;

    internal static bool TryReadDay(string text, out DateOnly day) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    // Digits are counted first: a decimal would silently round what it cannot hold.
    internal static bool TryRead(string text, out decimal number)
    {
        number = default;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text.Length : point;
        return whole is > 0 and <= OptimiseLimits.MaxWholeDigits
            && text.Length - whole - 1 <= OptimiseLimits.MaxPriceDecimals
            && (point < 0 || point < text.Length - 1)
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }
}
