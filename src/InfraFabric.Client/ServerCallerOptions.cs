namespace InfraFabric.Client;

/// <summary>How a server is called.</summary>
public sealed record ServerCallerOptions
{
    /// <summary>As whom; without one only as the owner of a home through its socket, or what is open to all.</summary>
    public AgentIdentity? Identity { get; init; }

    /// <summary>The reason that is given with calls that bring none of their own.</summary>
    public string? Why { get; init; }

    /// <summary>The authorities that the server's certificate must come from (PEM); the system's if left out.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The clock by which tokens are renewed.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
