namespace InfraFabric.Core.Config.Escalation;

/// <summary>How urgent what a channel tells of is at least.</summary>
public enum ChannelSeverity
{
    Low,
    Medium,
    High,
    Critical,
}
