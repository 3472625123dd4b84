namespace InfraFabric.Core.Config;

/// <summary>One reading of one file: the errors found so far, and the keys that were asked for.</summary>
internal sealed class ConfigReading(string file)
{
    public List<ConfigError> Errors { get; } = [];

    public List<ConfigKey> Keys { get; } = [];

    public void Refuse(int line, string path, string what, string fix) =>
        Errors.Add(new ConfigError(file, line, path, what, fix));
}
