using System.Numerics;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Optimise.Prices;

/// <summary>
/// An amount with as many decimals as it takes: products and sums of prices and quantities are exact. It is rounded
/// once, when it becomes money.
/// </summary>
public readonly record struct ExactAmount
{
    private const int MoneyDecimals = 6;

    private ExactAmount(BigInteger units, int decimals) => (Units, Decimals) = (units, decimals);

    public static ExactAmount Zero => default;

    // A number of the smallest parts, of which there are ten to the power of Decimals in one.
    private BigInteger Units { get; }

    private int Decimals { get; }

    public static ExactAmount Of(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var units = (new BigInteger((uint)bits[2]) << 64) + (new BigInteger((uint)bits[1]) << 32) + (uint)bits[0];
        return new ExactAmount(bits[3] < 0 ? -units : units, (bits[3] >> 16) & 0xFF);
    }

    /// <summary>A number of millionths, such as of dollars.</summary>
    public static ExactAmount Millionths(BigInteger count) => new(count, MoneyDecimals);

    public static ExactAmount operator +(ExactAmount left, ExactAmount right)
    {
        var decimals = Math.Max(left.Decimals, right.Decimals);
        return new ExactAmount(left.UnitsAt(decimals) + right.UnitsAt(decimals), decimals);
    }

    public static ExactAmount operator *(ExactAmount left, ExactAmount right) =>
        new(left.Units * right.Units, left.Decimals + right.Decimals);

    /// <summary>The amount for a millionth of it: prices are of a million tokens.</summary>
    public ExactAmount PerMillion() => new(Units, Decimals + MoneyDecimals);

    /// <summary>
    /// As money, in whole micro-dollars: the nearest, and the even one where two are as near. So a long row of them is
    /// neither too high nor too low.
    /// </summary>
    public Money ToMoney() => ToMoney(1, 1);

    /// <summary>A part of it as money, such as two of three, rounded like the whole.</summary>
    public Money ToMoney(BigInteger part, BigInteger whole)
    {
        var units = Units * part * BigInteger.Pow(10, Math.Max(0, MoneyDecimals - Decimals)) * whole.Sign;
        var one = BigInteger.Pow(10, Math.Max(0, Decimals - MoneyDecimals)) * BigInteger.Abs(whole);
        var rounded = BigInteger.DivRem(BigInteger.Abs(units), one, out var rest);
        var twice = rest * 2;
        if (twice > one || (twice == one && !rounded.IsEven))
            rounded++;
        return Bounded(units.Sign < 0 ? -rounded : rounded);
    }

    private BigInteger UnitsAt(int decimals) =>
        decimals == Decimals ? Units : Units * BigInteger.Pow(10, decimals - Decimals);

    private static Money Bounded(BigInteger microUsd) =>
        BigInteger.Abs(microUsd) <= Money.MaxMicroUsd
            ? Money.FromMicroUsd((long)microUsd)
            : throw new FabricException(ErrorTable.LimitExceeded, "A sum of money is too large.",
                $"The most is {Money.FromMicroUsd(Money.MaxMicroUsd)}.", "Use smaller sums.");
}
