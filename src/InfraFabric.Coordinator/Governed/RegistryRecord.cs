using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Governed;

/// <summary>
/// What the governor keeps of a swarm, under <c>registry/{name}</c>. What it says goes before what the swarm says of
/// itself: whoever registers cannot claim abilities that nobody has given it.
/// </summary>
internal sealed record RegistryRecord
{
    public IReadOnlyList<string>? Capabilities { get; init; }

    [JsonPropertyName("cost_per_hour_micro_usd")]
    public Money? CostPerHour { get; init; }
}
