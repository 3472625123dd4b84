namespace InfraFabric.Core.Config;

/// <summary>The embedded state store.</summary>
/// <param name="Directory">The folder of its files.</param>
public sealed record EmbeddedConfig(string Directory)
{
    internal static EmbeddedConfig Read(ConfigSection section, string home) =>
        new(section.Optional("directory", ConfigValues.Path(home), "data"));
}
