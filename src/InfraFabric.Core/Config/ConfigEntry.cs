namespace InfraFabric.Core.Config;

/// <summary>What stands under a key of a mapping.</summary>
/// <param name="Line">The line of the key.</param>
/// <param name="Value">The value of the key.</param>
internal readonly record struct ConfigEntry(int Line, ConfigNode Value);
