using InfraFabric.Core.Units;

namespace InfraFabric.Optimise.Invoices;

/// <summary>An invoice against the ledger: the invoice is what the ledger has, and all causes together.</summary>
public sealed record Reconciliation
{
    /// <summary>What the invoice comes to, in dollars.</summary>
    public required Money Invoice { get; init; }

    /// <summary>What was settled in that time for that provider.</summary>
    public required Money Ledger { get; init; }

    /// <summary>What both have, at the prices of the book.</summary>
    public required Money Matched { get; init; }

    /// <summary>Why they are not the same; only causes that there are.</summary>
    public required IReadOnlyDictionary<RemainderCause, Money> Causes { get; init; }

    public required IReadOnlyList<ReconciledLine> Lines { get; init; }

    /// <summary>Which part of the larger one should not be: what a wrong ledger or price book has made.</summary>
    public required decimal Drift { get; init; }
}
