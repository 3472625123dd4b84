namespace InfraFabric.Core.Config;

/// <summary>The bounds of a configuration file.</summary>
public static class ConfigLimits
{
    /// <summary>Bytes in one file.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    /// <summary>Mappings and lists within each other.</summary>
    public const int MaxDepth = 16;

    /// <summary>Values, lists and mappings in one file.</summary>
    public const int MaxNodes = 50_000;

    /// <summary>Errors that one message lists; the rest are counted.</summary>
    public const int MaxErrorsShown = 50;
}
