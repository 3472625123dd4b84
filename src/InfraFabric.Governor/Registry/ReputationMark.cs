using System.Text.Json.Serialization;

namespace InfraFabric.Governor.Registry;

/// <summary>How well a swarm has worked so far, under <c>reputation/{name}</c>.</summary>
internal sealed record ReputationMark
{
    /// <summary>0 to 1; as good as can be where nothing is said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Value { get; init; }

    public long Executions { get; init; }
}
