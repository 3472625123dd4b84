using System.Text.Json.Serialization;
using InfraFabric.Api.Tasks;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Swarms;

/// <summary>A swarm.</summary>
public sealed record SwarmBody
{
    public required string Name { get; init; }

    public required string Owner { get; init; }

    /// <summary>What it can do: as the registry has it, or else as it says itself.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    public required int Capacity { get; init; }

    public double Weight { get; init; }

    /// <summary>Millionths of a US dollar that an hour of its work costs, as it says itself.</summary>
    [JsonPropertyName("cost_per_hour_micro_usd")]
    public Money? CostPerHour { get; init; }

    public bool Orchestrator { get; init; }

    public int SessionTtlS { get; init; }

    public bool Draining { get; init; }

    /// <summary>How its circuit breaker stands if it is not closed: open or half_open.</summary>
    public string? Breaker { get; init; }

    /// <summary>The revision that last changed what it says of itself.</summary>
    public long Revision { get; init; }

    /// <summary>Its session, if it is at work.</summary>
    public long? Session { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>How many tasks it owns.</summary>
    public int Held { get; init; }

    /// <summary>How many are assigned to it that it has not accepted yet.</summary>
    public int Offered { get; init; }

    /// <summary>Whether its event stream is connected to the server that answers.</summary>
    public bool Connected { get; init; }

    /// <summary>What it owns and what is assigned to it, where one swarm is shown.</summary>
    public IReadOnlyList<TaskBody>? Tasks { get; init; }
}
