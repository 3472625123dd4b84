using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Units;

/// <summary>
/// US dollars in whole micro-dollars: exact, with no rounding but where a method says so. The bounds are those of
/// numbers that every JSON reader holds exactly (2^53 - 1, some nine billion dollars either way); a sum beyond them is
/// an error with IF_ERR_LIMIT, never a wrong number. In JSON it is a whole number in a field whose name ends in
/// <c>_micro_usd</c>.
/// </summary>
[JsonConverter(typeof(MoneyJson))]
public readonly record struct Money : IComparable<Money>
{
    /// <summary>Micro-dollars in the largest sum.</summary>
    public const long MaxMicroUsd = (1L << 53) - 1;

    private const long MicroPerDollar = 1_000_000;
    private const int Decimals = 6;

    private Money(long microUsd) => MicroUsd = microUsd;

    public static Money Zero => default;

    public long MicroUsd { get; }

    /// <summary>A sum in micro-dollars.</summary>
    public static Money FromMicroUsd(long microUsd) => Bounded(microUsd);

    public static Money operator +(Money left, Money right) => Bounded(left.MicroUsd + right.MicroUsd);

    public static Money operator -(Money left, Money right) => Bounded(left.MicroUsd - right.MicroUsd);

    public static Money operator -(Money money) => new(-money.MicroUsd);

    public static Money operator *(Money money, long count) => Bounded((Int128)money.MicroUsd * count);

    public static bool operator <(Money left, Money right) => left.MicroUsd < right.MicroUsd;

    public static bool operator >(Money left, Money right) => left.MicroUsd > right.MicroUsd;

    public static bool operator <=(Money left, Money right) => left.MicroUsd <= right.MicroUsd;

    public static bool operator >=(Money left, Money right) => left.MicroUsd >= right.MicroUsd;

    /// <summary>
    /// What some time costs at this rate per hour, rounded up to a micro-dollar: what was used is never free.
    /// </summary>
    public Money PerHourFor(TimeSpan time)
    {
        if (MicroUsd < 0)
            throw new InvalidOperationException("A rate is not negative.");
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);

        var product = (Int128)MicroUsd * time.Ticks;
        return Bounded((product + TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour);
    }

    /// <summary>Reads dollars: <c>10</c>, <c>10.0</c>, <c>$5</c>, <c>-0.000001</c>; six decimals at most.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Money money)
    {
        money = default;
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith('-');
        rest = isNegative ? rest[1..] : rest;
        rest = rest.StartsWith('$') ? rest[1..] : rest;

        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? "0" : rest[(point + 1)..];
        if (fraction.Length > Decimals)
            return false;
        if (!TryParseDigits(whole, out var dollars) || !TryParseDigits(fraction, out var parts))
            return false;

        for (var i = fraction.Length; i < Decimals; i++)
            parts *= 10;
        var micro = ((Int128)dollars * MicroPerDollar) + parts;
        if (micro > MaxMicroUsd)
            return false;

        money = new Money(isNegative ? -(long)micro : (long)micro);
        return true;
    }

    /// <summary>Reads dollars; an error with IF_ERR_USAGE when they are not written as they must be.</summary>
    public static Money Parse(string text) =>
        TryParse(text, out var money)
            ? money
            : throw new FabricException(ErrorTable.Usage,
                $"'{(text.Length > 40 ? text[..40] : text)}' is no sum of money.",
                "Money is dollars with up to six decimals, such as 10.0 or $5.", "Correct the sum.");

    public static Money Min(Money left, Money right) => left < right ? left : right;

    public static Money Max(Money left, Money right) => left > right ? left : right;

    public int CompareTo(Money other) => MicroUsd.CompareTo(other.MicroUsd);

    /// <summary>All that there is, with two decimals at least: <c>$10.00</c>, <c>-$0.000001</c>.</summary>
    public override string ToString()
    {
        var (dollars, parts) = Math.DivRem(Math.Abs(MicroUsd), MicroPerDollar);
        var fraction = parts.ToString("d6", CultureInfo.InvariantCulture).TrimEnd('0').PadRight(2, '0');
        return $"{(MicroUsd < 0 ? "-" : "")}${dollars}.{fraction}";
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static Money Bounded(Int128 microUsd) =>
        microUsd >= -MaxMicroUsd && microUsd <= MaxMicroUsd
            ? new Money((long)microUsd)
            : throw new FabricException(ErrorTable.LimitExceeded, "A sum of money is too large.",
                $"The most is {new Money(MaxMicroUsd)}.", "Use smaller sums.");
}
