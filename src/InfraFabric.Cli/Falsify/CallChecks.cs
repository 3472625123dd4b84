using InfraFabric.Api.Calls;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Falsify;

/// <summary>Attempts that every call has to withstand, whatever it does.</summary>
internal static class CallChecks
{
    private static readonly string[] Scopes =
        ["state:read", "tasks:read", "tasks:write", "swarm", "orchestrate", "witness:read"];

    /// <summary>Somebody who may do everything else makes the call.</summary>
    public static FalsifyCheck MissingScope(ApiCall call, Func<ProbeFabric, Task<ProbeCall>> prepare) => new(
        "missing scope", $"Do it as an agent that has other scopes, but not '{call.Scope}'.", async scratch =>
        {
            await using var fabric = await ProbeFabric.StartAsync(scratch);
            var probe = await prepare(fabric);
            var before = await probe.RevisionAsync();
            var agent = await fabric.EnterAsync("falsify-agent", [.. Scopes.Where(scope => scope != call.Scope)]);
            // That it may do nothing at all would prove little.
            await agent.Caller.CallAsync(IdentityCalls.Caller.Request(null), scratch.Run.Cancellation);
            var refused = await Attacks.RefusedAsync(ErrorTable.Forbidden, "refused: it takes that scope", () =>
                agent.Caller.CallAsync(probe.Request, scratch.Run.Cancellation));
            return refused.HasHeld && await probe.RevisionAsync() != before
                ? Evidence.Broke("it was refused, and happened all the same")
                : refused;
        });

    /// <summary>The call names what is not there.</summary>
    public static FalsifyCheck NothingThere(string what, ServerRequest request) => new(
        "nothing there", $"Do it to {what} that is not there, and be told that it was done.", async scratch =>
        {
            await using var fabric = await ProbeFabric.StartAsync(scratch);
            return await Attacks.RefusedAsync(ErrorTable.NotFound, "refused: there is none", () =>
                fabric.Caller.CallAsync(request, scratch.Run.Cancellation));
        });

    /// <summary>The answer is lost, and the call made again.</summary>
    public static FalsifyCheck LostAnswer(Func<ProbeFabric, Task<ProbeCall>> prepare) => new(
        "lost acknowledgement", "Lose the answer, do it again, and be refused or have it happen twice.",
        async scratch =>
        {
            await using var fabric = await ProbeFabric.StartAsync(scratch);
            var probe = await prepare(fabric);
            var before = await probe.RevisionAsync();
            await fabric.LoseAnswerAsync(probe.Request);
            var between = await probe.RevisionAsync();
            await fabric.Caller.CallAsync(probe.Request, scratch.Run.Cancellation);
            var after = await probe.RevisionAsync();
            return between > before && after == between
                ? Evidence.Held($"it happened at revision {between}; the second call changed nothing")
                : Evidence.Broke($"it changed at revisions {before}, {between} and {after}");
        });
}
