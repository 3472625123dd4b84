using InfraFabric.Api.Swarms;

namespace InfraFabric.Client.Push;

/// <summary>One event of a stream.</summary>
/// <param name="Kind">What it tells, such as <c>assigned</c>.</param>
/// <param name="Body">What it is about; null where only a reason is told.</param>
/// <param name="Reason">Why the stream ends, in a <c>bye</c>.</param>
public sealed record PushedEvent(string Kind, SwarmEventBody? Body, string? Reason = null)
{
    /// <summary>A stream begins, or begins again, with how things stand.</summary>
    public const string Picture = "picture";

    /// <summary>The server ends the stream, and says why.</summary>
    public const string Bye = "bye";

    /// <summary>Why a server that stops ends its streams: another one goes on with them.</summary>
    public const string Stopping = "stopping";

    /// <summary>Why a stream ends whose swarm has connected another one.</summary>
    public const string Replaced = "replaced";
}
