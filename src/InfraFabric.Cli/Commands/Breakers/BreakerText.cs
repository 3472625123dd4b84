using InfraFabric.Api.Breakers;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Breakers;

/// <summary>Breakers, for people.</summary>
internal static class BreakerText
{
    public static void Show(BreakerMovedBody moved, Terminal terminal)
    {
        terminal.Line(moved.State switch
        {
            "closed" => $"The breaker of '{moved.Swarm}' is closed.",
            "half_open" =>
                $"The breaker of '{moved.Swarm}' is half-open: it gets one thing at a time until one goes well.",
            _ => $"The breaker of '{moved.Swarm}' is open: {moved.Breaker!.Detail}",
        });
        if (moved.Breaker is { State: "open", Asked: { } ask })
        {
            terminal.Line($"Waiting for the approval of another operator than {ask.By}:");
            terminal.Line($"  ifctl governor approve {ask.Approval}");
        }
    }
}
