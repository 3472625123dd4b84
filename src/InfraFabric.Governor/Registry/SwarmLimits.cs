using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Registry;

/// <summary>What is asked of a swarm at most.</summary>
public sealed record SwarmLimits
{
    /// <summary>What a task may cost that it helps with.</summary>
    [JsonPropertyName("max_cost_per_task_micro_usd")]
    public Money? MaxCostPerTask { get; init; }
}
