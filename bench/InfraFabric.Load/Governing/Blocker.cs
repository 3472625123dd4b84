using InfraFabric.Core.Units;

namespace InfraFabric.Load.Governing;

/// <summary>Work that does not get on, and the swarms that are idle then.</summary>
internal sealed record Blocker(
    IReadOnlyList<string> Needs, Money Budget, IReadOnlyList<StagedSwarm> Idle, int Seed)
{
    /// <summary>Whether a swarm would succeed with this blocker, whoever asks it.</summary>
    public bool WouldSucceed(StagedSwarm swarm) => ChanceOf(swarm).NextDouble() < swarm.Reputation;

    /// <summary>By how many minutes helping may take more or less than an hour.</summary>
    public int Spread { get; init; } = 15;

    /// <summary>What the help of a swarm costs, whoever asks it.</summary>
    public Money CostOf(StagedSwarm swarm)
    {
        var chance = ChanceOf(swarm);
        chance.NextDouble();
        return swarm.CostPerHour.PerHourFor(TimeSpan.FromMinutes(60 + chance.Next(-Spread, Spread + 1)));
    }

    private Random ChanceOf(StagedSwarm swarm)
    {
        var hash = Seed;
        foreach (var c in swarm.Name)
            hash = unchecked((hash * 31) + c);
        return new Random(hash);
    }
}
