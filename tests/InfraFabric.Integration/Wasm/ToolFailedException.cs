namespace InfraFabric.Integration.Wasm;

/// <summary>A program that makes or changes modules could not do what it was asked.</summary>
internal sealed class ToolFailedException(string message) : Exception(message);
