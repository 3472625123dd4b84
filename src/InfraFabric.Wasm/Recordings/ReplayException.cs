namespace InfraFabric.Wasm.Recordings;

/// <summary>A replayed run did not do what the recorded one did: what differs, and in which call of the host.</summary>
public sealed class ReplayException(int call, string difference)
    : Exception($"At call {call} of the host the run differs from its recording: {difference}")
{
    /// <summary>The call, counted from 0.</summary>
    public int Call { get; } = call;

    public string Difference { get; } = difference;
}
