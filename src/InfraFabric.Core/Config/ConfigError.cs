namespace InfraFabric.Core.Config;

/// <summary>One thing that is wrong in a configuration file, and how to put it right.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Path">The place in the file, such as <c>etcd.endpoints[1]</c>; empty for the file as a whole.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Fix">What to do about it.</param>
public sealed record ConfigError(string File, int Line, string Path, string What, string Fix)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Path.Length == 0 ? $"{File}:{Line}: {What} {Fix}" : $"{File}:{Line}: {Path}: {What} {Fix}";
}
