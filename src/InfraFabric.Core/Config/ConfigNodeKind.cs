namespace InfraFabric.Core.Config;

/// <summary>What a value of a configuration file is.</summary>
internal enum ConfigNodeKind
{
    /// <summary>Nothing after the colon, or a YAML null.</summary>
    Empty,
    Text,
    List,
    Mapping,
}
