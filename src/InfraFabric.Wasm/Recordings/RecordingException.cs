namespace InfraFabric.Wasm.Recordings;

/// <summary>A run cannot be recorded: it does what a recording has no place for, or is too large.</summary>
public sealed class RecordingException(string message) : Exception(message);
