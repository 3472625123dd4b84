namespace InfraFabric.Server.Mcp;

/// <summary>A call of the API that a tool makes.</summary>
/// <param name="Method">What is done.</param>
/// <param name="PathAndQuery">To what, relative to the server.</param>
public sealed record McpCall(HttpMethod Method, string PathAndQuery)
{
    /// <summary>The body, as JSON; none if empty.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The key under which this write has its effect once, however often it is sent.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The reason for the change, kept with it.</summary>
    public string? Why { get; init; }
}
