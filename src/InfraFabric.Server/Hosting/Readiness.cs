using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Hosting;

/// <summary>
/// What the parts of the server say of how far they are behind. A server is ready while none of them is too far.
/// </summary>
internal sealed class Readiness
{
    private readonly List<(string Part, Func<TimeSpan> Lag, TimeSpan Limit, Func<string?>? Why)> _parts = [];

    /// <summary>Has a part asked whenever somebody wants to know. Call it before the server serves.</summary>
    public void Watch(string part, Func<TimeSpan> lag, TimeSpan limit, Func<string?>? why = null) =>
        _parts.Add((part, lag, limit, why));

    /// <summary>Throws when a part is too far behind.</summary>
    public void Require()
    {
        foreach (var (part, lag, limit, why) in _parts)
        {
            if (lag() is var behind && behind > limit)
            {
                throw new FabricException(ErrorTable.NotReady, "The server is not ready.",
                    $"{part} is {behind.TotalSeconds:0.0} s behind; {limit.TotalSeconds:0.0} s are allowed."
                        + (why?.Invoke() is { } reason ? $" {reason}" : ""),
                    "Ask another server, or wait until it has caught up.");
            }
        }
    }
}
