using System.Numerics;

namespace InfraFabric.Optimise.Invoices;

/// <summary>A line of an invoice.</summary>
internal sealed record InvoiceLine
{
    public required string Item { get; init; }

    public string? Model { get; init; }

    /// <summary>How much of it, in millionths.</summary>
    public BigInteger Quantity { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>Half of the last digit of the amount: so much its rounding can have changed.</summary>
    public required decimal Tolerance { get; init; }

    public required string Currency { get; init; }

    /// <summary>Dollars for one of the currency, where the invoice says so.</summary>
    public decimal? Rate { get; init; }

    public string? ServiceTier { get; init; }

    public bool? Batch { get; init; }

    /// <summary>The fewest tokens of the prompts that it is of.</summary>
    public long? Tier { get; init; }
}
