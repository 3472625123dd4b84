namespace InfraFabric.Core.Config;

/// <summary>Where payloads and results lie that are larger than a record.</summary>
/// <param name="Directory">The folder. Several servers of one fabric must share it.</param>
public sealed record BlobsConfig(string Directory)
{
    internal static BlobsConfig Read(ConfigSection section, string home) =>
        new(section.Optional("directory", ConfigValues.Path(home), "data/blobs"));
}
