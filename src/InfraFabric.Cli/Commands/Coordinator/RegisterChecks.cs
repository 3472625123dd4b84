using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>The attempts to break <c>coordinator register</c>: a swarm has one session, and one owner.</summary>
internal static class RegisterChecks
{
    private const string First = "falsify-first";
    private const int Callers = 8;

    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        new("second session", "Register again, and go on working on the session of before.", WorkOnOldAsync),
        new("many at once", "Register one swarm many times at once, and have several sessions.", ContendAsync),
        new("lost acknowledgement", "Lose the answer, register again, and be left with two sessions.", LoseAsync),
        new("wrong input", "Register without capacity, with a capability or a time to live that is none.",
            MisspellAsync),
        new("name of another", "Register a swarm as an agent with another name.", scratch => OverstepAsync(
            scratch, "falsify-second", new RegisterBody())),
        new("orchestrator", "Register as an orchestrator without the scope for it.", scratch => OverstepAsync(
            scratch, First, new RegisterBody { Orchestrator = true })),
        CallChecks.MissingScope(SwarmCalls.Register, PrepareAsync),
    ];

    private static async Task<Evidence> WorkOnOldAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var old = await fabric.RegisterAsync(First);
        var claim = await fabric.ClaimNewAsync(old);
        await fabric.RegisterAsync(First);
        await fabric.ShowOnceFreeAsync(claim.Task);
        var completed = await Attacks.RefusedAsync(ErrorTable.FenceStale, "", () => fabric.CompleteAsync(claim));
        var task = await fabric.AddAsync();
        var claimed = await Attacks.RefusedAsync(ErrorTable.SessionGone, "", () => fabric.ClaimAsync(old, task));
        return completed.HasHeld && claimed.HasHeld
            ? Evidence.Held($"session {old.Session} and fence {claim.Fence} were refused")
            : Evidence.Broke($"{completed.Seen} {claimed.Seen}".Trim());
    }

    private static async Task<Evidence> ContendAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var sessions = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => fabric.RegisterAsync(First)));
        var alive = await AliveAsync(scratch, fabric, sessions);
        return alive.Count == 1
            ? Evidence.Held($"of {Callers} sessions the last one goes on: {alive[0]}")
            : Evidence.Broke($"{alive.Count} of {Callers} sessions go on: {string.Join(", ", alive)}");
    }

    private static async Task<Evidence> LoseAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        await fabric.LoseAnswerAsync(SwarmCalls.Register.Request(new RegisterBody(), First));
        var lost = (await fabric.ShowSwarmAsync(First)).Session!.Value;
        var again = await fabric.RegisterAsync(First);
        var alive = await AliveAsync(scratch, fabric, [new SessionBody(First, lost, 0), again]);
        return alive.Count == 1 && alive[0] == again.Session
            ? Evidence.Held($"session {lost}, of which nobody was told, has ended; session {again.Session} goes on")
            : Evidence.Broke($"sessions go on: {string.Join(", ", alive)}");
    }

    private static async Task<Evidence> MisspellAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        (RegisterBody Body, ErrorCode Error)[] wrong =
        [
            (new RegisterBody { Capacity = 0 }, ErrorTable.Usage),
            (new RegisterBody { SessionTtlS = 0 }, ErrorTable.Usage),
            (new RegisterBody { Weight = -1 }, ErrorTable.Usage),
            (new RegisterBody { Capabilities = ["no capability"] }, ErrorTable.IdInvalid),
        ];
        foreach (var (body, error) in wrong)
        {
            var refused = await Attacks.RefusedAsync(error, "", () =>
                fabric.CallAsync<SessionBody>(SwarmCalls.Register, body, First));
            if (!refused.HasHeld)
                return refused;
        }

        return await Attacks.RefusedAsync(
            ErrorTable.NotFound, $"refused {wrong.Length} times, and there is no such swarm",
            () => fabric.ShowSwarmAsync(First));
    }

    private static async Task<Evidence> OverstepAsync(Scratch scratch, string name, RegisterBody body)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var agent = await fabric.EnterAsync(First, "swarm");
        var refused = await Attacks.RefusedAsync(ErrorTable.Forbidden, "", () =>
            agent.Caller.CallAsync(SwarmCalls.Register.Request(body, name), scratch.Run.Cancellation));
        return refused.HasHeld
            ? await Attacks.RefusedAsync(
                ErrorTable.NotFound, "refused, and there is no such swarm", () => fabric.ShowSwarmAsync(name))
            : refused;
    }

    private static async Task<List<long>> AliveAsync(
        Scratch scratch, ProbeFabric fabric, IEnumerable<SessionBody> sessions)
    {
        var alive = new List<long>();
        foreach (var session in sessions)
        {
            try
            {
                var beat = SwarmCalls.Heartbeat.Request(new SessionRefBody(session.Session), session.Swarm);
                await fabric.Caller.CallAsync(beat, scratch.Run.Cancellation);
                alive.Add(session.Session);
            }
            catch (FabricException gone) when (gone.Error == ErrorTable.SessionGone)
            {
                // As all but one should be.
                continue;
            }
        }

        return alive;
    }

    // Whose session there was before is none of it: the swarm is there, and stays as it is.
    private static async Task<ProbeCall> PrepareAsync(ProbeFabric fabric)
    {
        await fabric.RegisterAsync(First);
        return new ProbeCall(
            SwarmCalls.Register.Request(new RegisterBody(), First),
            async () => (await fabric.ShowSwarmAsync(First)).Session ?? 0);
    }
}
