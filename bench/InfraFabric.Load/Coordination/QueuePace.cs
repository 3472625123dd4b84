namespace InfraFabric.Load.Coordination;

/// <summary>So many agents, which together claim so often: well below what the server can do.</summary>
internal sealed record QueuePace(int Agents, int ClaimsPerSecond)
{
    public override string ToString() => $"{(Agents == 1 ? "one agent" : $"{Agents} agents")}, {ClaimsPerSecond:N0}/s";
}
