namespace InfraFabric.Governor.Policy;

/// <summary>Where a server's policy comes from.</summary>
/// <param name="Path">What the file is called in errors.</param>
/// <param name="Read">Its text as it is now; null while there is no file.</param>
public sealed record PolicySource(string Path, Func<string?> Read);
