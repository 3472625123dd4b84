namespace InfraFabric.Core.Config;

/// <summary>How one kind of value is written in a configuration file.</summary>
/// <param name="expected">What must stand there, as it reads after "must be".</param>
/// <param name="read">Reads it; false when it is not that.</param>
public sealed class ConfigValue<T>(string expected, ConfigValue<T>.Reader read)
{
    /// <summary>Reads a value from its text.</summary>
    public delegate bool Reader(string text, out T value);

    /// <summary>What must stand there, as it reads after "must be".</summary>
    public string Expected { get; } = expected;

    internal bool TryRead(string text, out T value) => read(text, out value);
}
