namespace InfraFabric.Wasm;

/// <summary>A module could not be linked: an import is missing, or what is there does not fit.</summary>
public sealed class LinkException(string message) : Exception(message);
