using System.Text.Json;
using InfraFabric.Api.Tasks;

namespace InfraFabric.Api.Claims;

/// <summary>A task that the swarm owns now. Every later call about it carries the fence.</summary>
public sealed record ClaimBody
{
    public required string Task { get; init; }

    public required long Fence { get; init; }

    public int Attempt { get; init; }

    /// <summary>Where the last owner stopped, if one handed the task over.</summary>
    public JsonElement? Checkpoint { get; init; }

    public required TaskSpecBody Spec { get; init; }
}
