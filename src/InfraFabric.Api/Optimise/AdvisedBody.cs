using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Optimise;

/// <summary>How a swarm with a model has done one kind of task so far.</summary>
public sealed record AdvisedBody
{
    /// <summary>The model that most of the money of a claim went to.</summary>
    public string? Model { get; init; }

    /// <summary>The swarm.</summary>
    public string? Swarm { get; init; }

    /// <summary>Claims that ended, with or without a result.</summary>
    public required long Claims { get; init; }

    /// <summary>Those with one.</summary>
    public required long Completed { get; init; }

    /// <summary>What all of them have cost.</summary>
    [JsonPropertyName("cost_micro_usd")]
    public required Money Cost { get; init; }

    /// <summary>What one result has cost, with all that failed.</summary>
    [JsonPropertyName("per_success_micro_usd")]
    public Money? PerSuccess { get; init; }

    /// <summary>How often it succeeds at least, from 0 to 1, as far as its history can say (Wilson, 95 %).</summary>
    public required double Confidence { get; init; }

    /// <summary>Whether there is enough history to go by.</summary>
    public required bool Proven { get; init; }
}
