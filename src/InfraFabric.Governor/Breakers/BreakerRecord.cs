using System.Text.Json.Serialization;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Breakers;

/// <summary>
/// A swarm's breaker under <c>breakers/{swarm}</c>; there is none while it is closed. Whoever hands out work or money
/// guards its commit by what it knows of this record.
/// </summary>
internal sealed record BreakerRecord
{
    internal const string Prefix = "breakers/";

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required BreakerState State { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required BreakerReason Reason { get; init; }

    /// <summary>What opened it, in words for a human.</summary>
    public required string Detail { get; init; }

    /// <summary>Since when it is in this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whose doing it was that it opened.</summary>
    public required string By { get; init; }

    /// <summary>The escalation that told a human of it.</summary>
    public string? Escalation { get; init; }

    /// <summary>Counts what was decided about it, so that nothing decided at the same time goes unseen.</summary>
    public long Turn { get; init; }

    /// <summary>Who approved that it be tried again; null while it is open.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>A reset that waits for somebody else's approval.</summary>
    public ResetAsk? Asked { get; init; }

    /// <summary>The reservation that a half-open one let through last.</summary>
    public string? Trial { get; init; }

    /// <summary>How many failures in a row there were when it was last decided about.</summary>
    public int Failures { get; init; }

    public static RecordKey KeyOf(SwarmName swarm) => new($"{Prefix}{swarm}");
}
