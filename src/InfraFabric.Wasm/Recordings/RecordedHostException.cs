namespace InfraFabric.Wasm.Recordings;

/// <summary>In the recorded run a function of the host failed here, with an exception of its own.</summary>
public sealed class RecordedHostException(string type, string message) : Exception($"{type}: {message}")
{
    /// <summary>The name of the type that it had.</summary>
    public string ExceptionType { get; } = type;
}
