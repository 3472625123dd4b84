using System.Text.Json.Serialization;

namespace InfraFabric.Governor.Escalation;

/// <summary>Whether somebody still has to look after an escalation.</summary>
public enum EscalationState
{
    [JsonStringEnumMemberName("open")]
    Open,

    [JsonStringEnumMemberName("closed")]
    Closed,
}
