using System.Globalization;
using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Budgets;

/// <summary>
/// A budget under <c>budgets/{id}</c>. What is reserved of it does not stand here: it is the sum of the reservations
/// that there are, so that one which vanishes with its spender's lease has given its money back by that alone.
/// </summary>
internal sealed record BudgetRecord
{
    [JsonPropertyName("limit_micro_usd")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Money Limit { get; init; }

    public BudgetWindow Window { get; init; }

    /// <summary>When it is over; null for a budget without an end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The day or month that the sums are of.</summary>
    public string? Period { get; init; }

    /// <summary>What was spent in the period; with what is reserved, never more than the limit.</summary>
    [JsonPropertyName("settled_micro_usd")]
    public Money Settled { get; init; }

    /// <summary>What was spent in the period although nothing was left for it.</summary>
    [JsonPropertyName("overdrawn_micro_usd")]
    public Money Overdrawn { get; init; }

    /// <summary>What was spent in all periods together.</summary>
    [JsonPropertyName("ever_micro_usd")]
    public Money Ever { get; init; }

    /// <summary>Counts what was decided: each reservation changes the record, and so none is overlooked.</summary>
    public long Turn { get; init; }

    [JsonIgnore]
    public Money Spent => Settled + Overdrawn;

    /// <summary>Whether it bounds anything, or only counts.</summary>
    [JsonIgnore]
    public bool IsBounded => Limit != BudgetTerms.Unlimited;

    /// <summary>A budget of which nothing is spent.</summary>
    public static BudgetRecord Of(BudgetTerms terms, DateTimeOffset now) => new()
    {
        Limit = terms.Limit,
        Window = terms.Window,
        Until = terms.Until,
        Period = PeriodOf(terms.Window, now),
    };

    /// <summary>The budget as it stands at a time: a new period begins with nothing spent.</summary>
    public BudgetRecord At(DateTimeOffset now)
    {
        var period = PeriodOf(Window, now);
        // A clock that is behind does not bring an earlier period back.
        return string.CompareOrdinal(period, Period) <= 0
            ? this
            : this with { Period = period, Settled = Money.Zero, Overdrawn = Money.Zero };
    }

    /// <summary>The same budget with other terms. What was spent in this period stays spent.</summary>
    public BudgetRecord Under(BudgetTerms terms, DateTimeOffset now)
    {
        var sameWindow = terms.Window == Window;
        return this with
        {
            Limit = terms.Limit,
            Window = terms.Window,
            Until = terms.Until ?? Until,
            Period = sameWindow ? Period : PeriodOf(terms.Window, now),
            Turn = Turn + 1,
        };
    }

    public static string? PeriodOf(BudgetWindow window, DateTimeOffset now) => window switch
    {
        BudgetWindow.Day => now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        BudgetWindow.Month => now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => null,
    };
}
