using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Governing;

/// <summary>A task, and who could take it, or help with it if it is blocked.</summary>
public sealed record ExplainBody
{
    /// <summary>Its id.</summary>
    public required string Task { get; init; }

    /// <summary>Its type.</summary>
    public required string Kind { get; init; }

    /// <summary>The swarm that owns it.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it does not get on.</summary>
    public string? Blocked { get; init; }

    /// <summary>What may still be spent on it, in millionths of a US dollar.</summary>
    [JsonPropertyName("value_micro_usd")]
    public Money Value { get; init; }

    /// <summary>Who could, and who could not.</summary>
    public required CandidatesBody Found { get; init; }

    /// <summary>What was done about its blocker.</summary>
    public HelpBody? Help { get; init; }
}
