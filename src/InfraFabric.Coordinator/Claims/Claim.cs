using System.Text.Json;
using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Claims;

/// <summary>A task that a swarm owns.</summary>
/// <param name="Task">Which.</param>
/// <param name="Fence">Proves the claim: every later call about it carries it.</param>
/// <param name="Attempt">Which attempt this is.</param>
/// <param name="SpecJson">What is to be done, as JSON.</param>
/// <param name="Checkpoint">Where the last owner stopped, if one handed it over.</param>
public readonly record struct Claim(
    TaskId Task, long Fence, int Attempt, ReadOnlyMemory<byte> SpecJson, JsonElement? Checkpoint);
