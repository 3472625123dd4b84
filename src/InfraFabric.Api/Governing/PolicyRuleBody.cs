using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Governing;

/// <summary>A rule of the policy. What it does not name matches anything.</summary>
public sealed record PolicyRuleBody
{
    /// <summary>The swarm, or the beginning of its name before an asterisk.</summary>
    public string? Swarm { get; init; }

    /// <summary>Whose swarm it is.</summary>
    public string? Tenant { get; init; }

    /// <summary>The type of the task.</summary>
    public string? Kind { get; init; }

    /// <summary>A capability that is required.</summary>
    public string? Capability { get; init; }

    /// <summary><c>allow</c> or <c>deny</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>What a task may cost that it allows, in millionths of a US dollar.</summary>
    [JsonPropertyName("max_cost_micro_usd")]
    public Money? MaxCost { get; init; }

    /// <summary>What is told to whoever meets it.</summary>
    public string? Why { get; init; }
}
