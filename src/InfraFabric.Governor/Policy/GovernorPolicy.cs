using InfraFabric.Core.Ids;
using InfraFabric.Governor.Registry;

namespace InfraFabric.Governor.Policy;

/// <summary>What a policy file says.</summary>
/// <param name="Terms">What holds for all swarms; its hash is that of the file.</param>
/// <param name="Swarms">What holds for single ones.</param>
public sealed record GovernorPolicy(PolicyRecord Terms, IReadOnlyDictionary<SwarmName, RegistryLayer> Swarms);
