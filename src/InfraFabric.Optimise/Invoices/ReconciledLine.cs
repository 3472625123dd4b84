using InfraFabric.Core.Units;

namespace InfraFabric.Optimise.Invoices;

/// <summary>One kind of quantity, there and here.</summary>
public sealed record ReconciledLine
{
    public required InvoiceKey Key { get; init; }

    /// <summary>How much the invoice has.</summary>
    public required decimal QuantityThere { get; init; }

    /// <summary>How much the ledger has.</summary>
    public required decimal QuantityHere { get; init; }

    /// <summary>What the invoice asks for it.</summary>
    public required Money There { get; init; }

    /// <summary>What it costs by the price book.</summary>
    public required Money Here { get; init; }

    /// <summary>What makes the difference: all together it.</summary>
    public required IReadOnlyDictionary<RemainderCause, Money> Causes { get; init; }
}
