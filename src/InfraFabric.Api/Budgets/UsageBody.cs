using System.Text.Json.Serialization;

namespace InfraFabric.Api.Budgets;

/// <summary>What was bought. Each token is counted once, under what was done with it.</summary>
public sealed record UsageBody
{
    /// <summary>The model, as the price book names it: <c>provider:name</c>, or another name of it.</summary>
    public required string Model { get; init; }

    /// <summary>Who sells it, where the name of the model does not say so.</summary>
    public string? Provider { get; init; }

    /// <summary>The service tier; <c>standard</c>, if left out.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Whether it was bought in a batch.</summary>
    public bool Batch { get; init; }

    /// <summary>Tokens of the prompt that were neither read from a cache nor written to one.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens of the answer, without those of reasoning.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Tokens of the prompt that came from a cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Tokens of the prompt that were put into a cache for five minutes.</summary>
    [JsonPropertyName("cache_write_5m_tokens")]
    public long CacheWrite5mTokens { get; init; }

    /// <summary>Tokens of the prompt that were put into a cache for an hour.</summary>
    [JsonPropertyName("cache_write_1h_tokens")]
    public long CacheWrite1hTokens { get; init; }

    /// <summary>Tokens of reasoning, which the answer does not show.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Calls that have a price each.</summary>
    public long Calls { get; init; }

    /// <summary>Messages that have a price each.</summary>
    public long Messages { get; init; }

    /// <summary>Minutes, with up to six decimals.</summary>
    public decimal Minutes { get; init; }

    /// <summary>Hours, with up to six decimals.</summary>
    public decimal Hours { get; init; }

    /// <summary>Gigabytes of a thousand million bytes, with up to six decimals.</summary>
    public decimal Gb { get; init; }
}
