using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Governing;

/// <summary>What is said of a swarm; what is left out is not said.</summary>
public sealed record RegistrySetBody
{
    /// <summary>All that it can do: <c>domain:skill</c>, <c>domain:skill@1.2</c> or <c>domain:*</c> each.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>What an hour of it costs, in millionths of a US dollar.</summary>
    [JsonPropertyName("cost_per_hour_micro_usd")]
    public Money? CostPerHour { get; init; }

    /// <summary>What the models that it works with cost, by their names.</summary>
    public IReadOnlyDictionary<string, ModelPriceBody>? Prices { get; init; }

    /// <summary>Whose swarm it is.</summary>
    public string? Tenant { get; init; }

    /// <summary>What a task may cost that it helps with, in millionths of a US dollar.</summary>
    [JsonPropertyName("max_cost_per_task_micro_usd")]
    public Money? MaxCostPerTask { get; init; }
}
