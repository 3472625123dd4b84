namespace InfraFabric.Api.Tasks;

/// <summary>Which tasks to list; what is null does not matter.</summary>
public sealed record TasksQuery
{
    /// <summary>One or more states, with commas between.</summary>
    public string? State { get; init; }

    public string? Swarm { get; init; }

    public string? Type { get; init; }

    public string? Phase { get; init; }

    public string? Session { get; init; }

    public string? After { get; init; }

    public int? Limit { get; init; }
}
