using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Optimise;

/// <summary>An invoice against the ledger: it is what was settled, and all causes together.</summary>
public sealed record ReconciledBody
{
    /// <summary>What the invoice comes to.</summary>
    [JsonPropertyName("invoice_micro_usd")]
    public required Money Invoice { get; init; }

    /// <summary>What was settled in the month for models of the provider.</summary>
    [JsonPropertyName("ledger_micro_usd")]
    public required Money Ledger { get; init; }

    /// <summary>What both have, at the prices of the book.</summary>
    [JsonPropertyName("matched_micro_usd")]
    public required Money Matched { get; init; }

    /// <summary>Why they are not the same.</summary>
    public required IReadOnlyList<RemainderBody> Causes { get; init; }

    /// <summary>The kinds of quantities, the greatest difference first; at most 1000.</summary>
    public required IReadOnlyList<ReconciledLineBody> Lines { get; init; }

    /// <summary>Which part is wrong: another price, or missing on one side.</summary>
    public required decimal Drift { get; init; }

    /// <summary>Which part may be.</summary>
    public required decimal DriftLimit { get; init; }

    /// <summary>Whether it is more than that. Then the ledger has an entry of high severity about it.</summary>
    public required bool Alarm { get; init; }
}
