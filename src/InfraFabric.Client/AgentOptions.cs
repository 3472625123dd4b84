using InfraFabric.Core.Units;

namespace InfraFabric.Client;

/// <summary>Who an agent is, what it can do, and where its fabric is.</summary>
public sealed record AgentOptions
{
    /// <summary>
    /// The server, <c>http(s)://HOST:PORT</c> or <c>unix:///PATH</c>; or several of one fabric, with commas between.
    /// </summary>
    public required string Server { get; init; }

    /// <summary>The name of the swarm. An agent with an identity has the identity's name.</summary>
    public required string Swarm { get; init; }

    /// <summary>As whom to call; none as the owner of a home, through its socket.</summary>
    public AgentIdentity? Identity { get; init; }

    /// <summary>What it can do, <c>domain:skill</c> each.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>How many tasks it works on at once.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>How much of the work it draws compared with a swarm of weight 1.</summary>
    public double? Weight { get; init; }

    /// <summary>What an hour of its work costs. Whoever says nothing is found last.</summary>
    public Money? CostPerHour { get; init; }

    /// <summary>Whether blockers are pushed to it. Takes the scope orchestrate.</summary>
    public bool Orchestrator { get; init; }

    /// <summary>
    /// How long the fabric waits for a sign of life before its tasks go to others; the server's choice if null.
    /// </summary>
    public TimeSpan? SessionTimeToLive { get; init; }

    /// <summary>
    /// The reason that is kept with all that the agent changes. A fabric whose configuration asks for reasons refuses
    /// it without one.
    /// </summary>
    public string? Why { get; init; }

    /// <summary>The authorities that the server's certificate must come from (PEM); the system's if left out.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
