using System.Numerics;
using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.History;

/// <summary>
/// What spendings of one kind have cost, as counts of sums that are alike: of two that are counted together, the
/// greater one is at most a sixteenth more. So any quantile is known to within that, whatever the sums are.
/// </summary>
internal sealed record CostSketch
{
    private const int SubBits = 4;

    /// <summary>The kind of work.</summary>
    public required string Kind { get; init; }

    /// <summary>How many are counted.</summary>
    public long Count { get; init; }

    /// <summary>The most that one has cost, ever.</summary>
    [JsonPropertyName("max_micro_usd")]
    public Money Max { get; init; }

    /// <summary>How many are in each class of sums.</summary>
    public SortedDictionary<int, long> Classes { get; init; } = [];

    /// <summary>The class of a sum.</summary>
    public static int ClassOf(Money cost)
    {
        var value = (ulong)Math.Max(0, cost.MicroUsd);
        var exponent = 63 - BitOperations.LeadingZeroCount(value | 1);
        var shift = exponent - SubBits;
        return shift <= 0 ? (int)value : (shift << SubBits) + (int)(value >> shift);
    }

    /// <summary>The greatest sum of a class.</summary>
    public static Money LargestOf(int @class)
    {
        if (@class < 2 << SubBits)
            return Money.FromMicroUsd(@class);
        var shift = (@class >> SubBits) - 1;
        var mantissa = (long)(@class & ((1 << SubBits) - 1)) + (1 << SubBits);
        return Money.FromMicroUsd(((mantissa + 1) << shift) - 1);
    }

    /// <summary>This with others counted, too.</summary>
    public CostSketch With(CostSketch other)
    {
        var classes = new SortedDictionary<int, long>(Classes);
        foreach (var (@class, count) in other.Classes)
            classes[@class] = classes.GetValueOrDefault(@class) + count;
        return Faded(this with
        {
            Count = Count + other.Count,
            Max = Money.Max(Max, other.Max),
            Classes = classes,
        });
    }

    /// <summary>This without some that are counted in it.</summary>
    public CostSketch Without(CostSketch counted)
    {
        var classes = new SortedDictionary<int, long>();
        foreach (var (@class, count) in Classes)
        {
            var rest = count - counted.Classes.GetValueOrDefault(@class);
            if (rest > 0)
                classes[@class] = rest;
        }

        return this with { Count = classes.Values.Sum(), Classes = classes };
    }

    /// <summary>This with one more.</summary>
    public CostSketch With(Money cost) => With(new CostSketch
    {
        Kind = Kind,
        Count = 1,
        Max = cost,
        Classes = new SortedDictionary<int, long> { [ClassOf(cost)] = 1 },
    });

    /// <summary>A sum that at least so many of a hundred did not exceed; it must not be empty.</summary>
    public Money Percentile(int percent)
    {
        var rank = ((Count * percent) + 99) / 100;
        foreach (var (@class, count) in Classes)
        {
            rank -= count;
            if (rank <= 0)
                return Money.Min(LargestOf(@class), Max);
        }

        return Max;
    }

    // What was long ago counts less: prices and habits change.
    private static CostSketch Faded(CostSketch sketch)
    {
        if (sketch.Count <= GovernorLimits.MaxRemembered)
            return sketch;
        var classes = new SortedDictionary<int, long>();
        foreach (var (@class, count) in sketch.Classes)
        {
            if (count > 1)
                classes[@class] = count / 2;
        }

        return sketch with { Count = classes.Values.Sum(), Classes = classes };
    }
}
