using System.Text.Json.Serialization;

namespace InfraFabric.Cli.Doctor;

/// <summary>What a finding means.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
internal enum FindingLevel
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works, but not as well or as safely as it could.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something does not work until this is put right.</summary>
    [JsonStringEnumMemberName("broken")]
    Broken,
}
