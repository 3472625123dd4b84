using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Swarms;

/// <summary>What a swarm says of itself.</summary>
public sealed record RegisterBody
{
    /// <summary>What it can do, <c>domain:skill</c> each.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>How many tasks it works on at once; 1 if it is not given.</summary>
    public int? Capacity { get; init; }

    /// <summary>How much of the work it draws compared with a swarm of weight 1.</summary>
    public double? Weight { get; init; }

    /// <summary>Millionths of a US dollar that an hour of its work costs.</summary>
    [JsonPropertyName("cost_per_hour_micro_usd")]
    public Money? CostPerHour { get; init; }

    /// <summary>Whether blockers are pushed to it. Takes the scope orchestrate.</summary>
    public bool Orchestrator { get; init; }

    /// <summary>Seconds without a sign of life after which its session ends.</summary>
    public int? SessionTtlS { get; init; }
}
