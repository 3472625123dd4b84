using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Registry;

/// <summary>What somebody says of a swarm; what is null is not said.</summary>
public record RegistryLayer
{
    /// <summary>
    /// All that it can do; what the swarm says of itself beyond them does not count. Sorted, each once.
    /// </summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    [JsonPropertyName("cost_per_hour_micro_usd")]
    public Money? CostPerHour { get; init; }

    /// <summary>What the models that it works with cost, by their names.</summary>
    public IReadOnlyDictionary<string, ModelPrice>? Prices { get; init; }

    /// <summary>Whose swarm it is: the tenant's budget is one of those that its spending goes through.</summary>
    public string? Tenant { get; init; }

    public SwarmLimits? Limits { get; init; }

    [JsonIgnore]
    public bool IsEmpty =>
        Capabilities is null && CostPerHour is null && Prices is null && Tenant is null && Limits is null;
}
