using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Optimise;

/// <summary>One kind of quantity of a model, there and here.</summary>
public sealed record ReconciledLineBody
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>What was bought, such as <c>input</c>.</summary>
    public required string Item { get; init; }

    /// <summary>The service tier, where the invoice tells them apart.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Whether it was bought in a batch, where the invoice tells that apart.</summary>
    public bool Batch { get; init; }

    /// <summary>The fewest tokens of the prompts, where the invoice tells them apart.</summary>
    public long? Tier { get; init; }

    /// <summary>How much the invoice has.</summary>
    public required decimal QuantityThere { get; init; }

    /// <summary>How much the ledger has.</summary>
    public required decimal QuantityHere { get; init; }

    /// <summary>What the invoice asks for it.</summary>
    [JsonPropertyName("there_micro_usd")]
    public required Money There { get; init; }

    /// <summary>What it costs by the price book.</summary>
    [JsonPropertyName("here_micro_usd")]
    public required Money Here { get; init; }

    /// <summary>What makes the difference.</summary>
    public required IReadOnlyList<RemainderBody> Causes { get; init; }
}
