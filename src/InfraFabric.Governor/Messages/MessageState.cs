using System.Text.Json.Serialization;

namespace InfraFabric.Governor.Messages;

/// <summary>What has become of a message.</summary>
public enum MessageState
{
    /// <summary>It is sent as soon as it may be.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It has arrived.</summary>
    [JsonStringEnumMemberName("sent")]
    Sent,

    /// <summary>It was tried as often as it may be; somebody has to send it again.</summary>
    [JsonStringEnumMemberName("dead")]
    Dead,
}
