using System.Text.Json.Serialization;

namespace InfraFabric.Governor.Escalation;

/// <summary>How urgent an escalation is.</summary>
public enum EscalationSeverity
{
    [JsonStringEnumMemberName("low")]
    Low,

    [JsonStringEnumMemberName("medium")]
    Medium,

    /// <summary>A human should know soon.</summary>
    [JsonStringEnumMemberName("high")]
    High,

    /// <summary>A human must know now: it waits for no batch.</summary>
    [JsonStringEnumMemberName("critical")]
    Critical,
}
