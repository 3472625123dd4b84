using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Optimise;

/// <summary>Something that was spent, with all that is known of it.</summary>
public sealed record SpendRowBody
{
    /// <summary>The place of its entry in the ledger.</summary>
    public required long Index { get; init; }

    /// <summary>When it was settled.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What was spent.</summary>
    [JsonPropertyName("cost_micro_usd")]
    public required Money Cost { get; init; }

    /// <summary>
    /// What became of the work: <c>completed</c>, <c>failed</c>, <c>lost</c>, <c>released</c>, <c>cancelled</c>,
    /// <c>helped</c>, <c>helped_nothing</c>, <c>open</c>, or <c>none</c> for what was spent on no task.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>The trace token of the request that settled it.</summary>
    public required string Trace { get; init; }

    /// <summary>The task that it was spent on.</summary>
    public string? Task { get; init; }

    /// <summary>The fence of the claim under which it was spent.</summary>
    public long? Fence { get; init; }

    /// <summary>The swarm that has spent it.</summary>
    public string? Swarm { get; init; }

    /// <summary>The tenant whose it was.</summary>
    public string? Tenant { get; init; }

    /// <summary>The kind of the task; of a spending on no task, what its spender called it.</summary>
    public string? Kind { get; init; }

    /// <summary>What the task requires.</summary>
    public string? Capability { get; init; }

    /// <summary>The model, as the price book names it.</summary>
    public string? Model { get; init; }

    /// <summary>The hash of the price by which the sum was found; none where somebody said the sum.</summary>
    public string? PriceBook { get; init; }

    /// <summary>Whether nobody has confirmed that price.</summary>
    public bool Unconfirmed { get; init; }

    /// <summary>The service tier.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Whether it was bought in a batch.</summary>
    public bool Batch { get; init; }

    /// <summary>Whether it was spent to help with a task of another.</summary>
    public bool Help { get; init; }

    /// <summary>What was bought: tokens, calls, minutes and others, by name.</summary>
    public IReadOnlyDictionary<string, decimal>? Usage { get; init; }
}
