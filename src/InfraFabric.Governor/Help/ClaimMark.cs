namespace InfraFabric.Governor.Help;

/// <summary>Who owns a task.</summary>
internal sealed record ClaimMark
{
    public string? Swarm { get; init; }
}
