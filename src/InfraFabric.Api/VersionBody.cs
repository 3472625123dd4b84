namespace InfraFabric.Api;

/// <summary>Which program this is.</summary>
public sealed record VersionBody(string Version, string Commit, string Runtime, string Platform);
