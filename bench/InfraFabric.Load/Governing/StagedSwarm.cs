using InfraFabric.Core.Units;

namespace InfraFabric.Load.Governing;

/// <summary>A swarm that is at work.</summary>
internal sealed record StagedSwarm(
    string Name, IReadOnlyList<string> Capabilities, Money CostPerHour, double Reputation = 1);
