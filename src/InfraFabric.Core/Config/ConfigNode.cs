namespace InfraFabric.Core.Config;

/// <summary>A value of a configuration file and the line where it stands.</summary>
internal sealed class ConfigNode(ConfigNodeKind kind, int line)
{
    public ConfigNodeKind Kind { get; } = kind;

    public int Line { get; } = line;

    public string Text { get; init; } = "";

    public List<ConfigNode> Items { get; } = [];

    /// <summary>The entries of a mapping in the order of the file; a key stands here once.</summary>
    public OrderedDictionary<string, ConfigEntry> Entries { get; } = [];
}
