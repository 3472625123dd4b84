namespace InfraFabric.Governor.Help;

/// <summary>What the governor needs of <c>tasks/{id}</c>: what has become of a task.</summary>
internal sealed record TaskMark
{
    public string? Stage { get; init; }

    public ClaimMark? Claim { get; init; }
}
