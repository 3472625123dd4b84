namespace InfraFabric.Optimise.Invoices;

/// <summary>An invoice, and what its lines tell apart.</summary>
internal sealed record Invoice
{
    public required IReadOnlyList<InvoiceLine> Lines { get; init; }

    public bool HasServiceTier { get; init; }

    public bool HasBatch { get; init; }

    public bool HasTier { get; init; }
}
