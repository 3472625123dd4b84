namespace InfraFabric.Core.Config;

/// <summary>A key that a configuration file may have.</summary>
/// <param name="Path">The place in the file, such as <c>etcd.endpoints</c>.</param>
/// <param name="Expected">What its value must be.</param>
/// <param name="Default">The value it has when it is not given, as one would write it; null when there is none.</param>
public sealed record ConfigKey(string Path, string Expected, string? Default);
