using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Swarms;

/// <summary>What a swarm says of itself, under <c>swarms/{name}</c>. It outlives its sessions.</summary>
public sealed record SwarmProfile
{
    public required string Name { get; init; }

    /// <summary>The identity that may act as this swarm.</summary>
    public required string Owner { get; init; }

    /// <summary>Sorted, each once.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>How many tasks it works on at once.</summary>
    public required int Capacity { get; init; }

    /// <summary>How much of the work it draws compared with a swarm of weight 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What an hour of its work costs, as it says itself; null if it does not say.</summary>
    [JsonPropertyName("cost_per_hour_micro_usd")]
    public Money? CostPerHour { get; init; }

    /// <summary>Whether blockers are pushed to it.</summary>
    public bool Orchestrator { get; init; }

    /// <summary>Without a sign of life for so long, its session ends.</summary>
    public required int SessionTtlS { get; init; }

    /// <summary>It finishes what it has and gets nothing new.</summary>
    public bool Draining { get; init; }
}
