using System.Globalization;

namespace InfraFabric.Optimise.Spends;

/// <summary>What can be bought, by the names under which entries tell of it.</summary>
public static class SpendQuantities
{
    private const decimal One = 1_000_000m;

    /// <summary>The names, in the order in which quantities stand everywhere.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "reasoning", "calls", "messages",
        "minutes", "hours", "gb",
    ];

    public static IReadOnlyList<long> None { get; } = new long[Names.Count];

    /// <summary>Quantities of an entry, in millionths.</summary>
    internal static long[] Of(LedgerFact fact) =>
        [.. Names.Select(name => Millionths(fact.Named($"usage.{name}")))];

    /// <summary>Where a name stands among all.</summary>
    internal static int IndexOf(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
                return i;
        }

        throw new ArgumentOutOfRangeException(nameof(name), name, "Nothing is bought under that name.");
    }

    /// <summary>A quantity as a number.</summary>
    public static decimal Number(long millionths) => millionths / One;

    // An entry is only as good as who wrote it: what is no number counts as nothing.
    private static long Millionths(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number <= OptimiseLimits.MaxCount
            ? (long)decimal.Truncate(number * One)
            : 0;
}
