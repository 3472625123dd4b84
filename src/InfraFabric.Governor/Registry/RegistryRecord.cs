using System.Text.Json.Serialization;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Registry;

/// <summary>
/// What is known of a swarm besides what it says itself, under <c>registry/{swarm}</c>: at the top what is in force,
/// and below it where that comes from.
/// </summary>
public sealed record RegistryRecord : RegistryLayer
{
    internal const string Prefix = "registry/";

    /// <summary>What the policy says.</summary>
    [JsonPropertyOrder(1)]
    public RegistryLayer? Policy { get; init; }

    /// <summary>What was set by hand. It goes before the policy.</summary>
    [JsonPropertyOrder(2)]
    public RegistryLayer? Set { get; init; }

    internal static RecordKey KeyOf(SwarmName swarm) => new(Prefix + swarm);

    /// <summary>The record of two layers; null if neither says anything.</summary>
    public static RegistryRecord? Of(RegistryLayer? policy, RegistryLayer? set)
    {
        policy = policy is { IsEmpty: false } ? policy : null;
        set = set is { IsEmpty: false } ? set : null;
        return policy is null && set is null ? null : new RegistryRecord
        {
            Capabilities = set?.Capabilities ?? policy?.Capabilities,
            CostPerHour = set?.CostPerHour ?? policy?.CostPerHour,
            Prices = set?.Prices ?? policy?.Prices,
            Tenant = set?.Tenant ?? policy?.Tenant,
            Limits = set?.Limits ?? policy?.Limits,
            Policy = policy,
            Set = set,
        };
    }
}
