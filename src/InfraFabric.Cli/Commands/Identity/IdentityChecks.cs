using InfraFabric.Api.Calls;
using InfraFabric.Api.Identity;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Identity;

/// <summary>
/// The attempts to break the commands about identities that there are: who is shut out is out at once, and who sees
/// or changes them is an operator.
/// </summary>
internal static class IdentityChecks
{
    private const string Agent = "falsify-agent";
    private const string NoServer = "00000000000000000000000000000000";
    private const string Target = "falsify-target";
    private const int Many = 25;
    private const int PageSize = 10;

    public static readonly IReadOnlyList<FalsifyCheck> OfList =
    [
        new("changed meanwhile",
            "Register and delete agents between two pages, and miss one that was there throughout.",
            ChangeMeanwhileAsync),
        CallChecks.MissingScope(IdentityCalls.List, fabric => Task.FromResult(new ProbeCall(
            IdentityCalls.List.Request(null), () => Task.FromResult(0L)))),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfShow =
    [
        new("agent that is gone", "Delete an agent, and still be shown it.", ShowGoneAsync),
        .. OfAny(IdentityCalls.Show),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfDisable =
    [
        new("token at hand", "Get a token, be disabled, and make a call with it.",
            scratch => ShutOutAsync(scratch, ErrorTable.Forbidden, "it got no token any more, either",
                (fabric, agent) => fabric.Identities.DisableAsync(agent.Name, scratch.Run.Cancellation))),
        CallChecks.LostAnswer(fabric => PrepareAsync(fabric, IdentityCalls.Disable)),
        .. OfAny(IdentityCalls.Disable),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfEnable =
    [
        new("own hand", "Be disabled, and enable oneself.", EnableItselfAsync),
        new("more than before", "Be enabled again, and have more scopes, or another key, than before.", ReturnAsync),
        CallChecks.LostAnswer(PrepareDisabledAsync),
        .. OfAny(IdentityCalls.Enable),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfDelete =
    [
        new("token at hand", "Get a token, be deleted, and make a call with it.",
            scratch => ShutOutAsync(scratch, ErrorTable.Unauthenticated, "its key opens nothing any more",
                (fabric, agent) => fabric.Identities.DeleteAsync(agent.Name, scratch.Run.Cancellation))),
        new("key of before", "Be deleted, have the name given to another key, and get in with the old one.",
            ReplaceAsync),
        .. OfAny(IdentityCalls.Delete),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfForgetServer =
    [
        CallChecks.NothingThere("a server", IdentityCalls.ForgetServer.Request(null, NoServer)),
        CallChecks.MissingScope(IdentityCalls.ForgetServer, fabric => Task.FromResult(new ProbeCall(
            IdentityCalls.ForgetServer.Request(null, NoServer), () => Task.FromResult(0L)))),
    ];

    private static FalsifyCheck[] OfAny(ApiCall call) =>
    [
        CallChecks.NothingThere("an agent", RequestOf(call, "falsify-nobody")),
        CallChecks.MissingScope(call, fabric => PrepareAsync(fabric, call)),
    ];

    private static async Task<Evidence> ChangeMeanwhileAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var agents = new List<ProbeAgent>();
        for (var i = 0; i < Many; i++)
            agents.Add(await fabric.EnterAsync($"{Agent}-{i:00}", "swarm"));
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await fabric.Identities.ListAsync(PageSize, after, scratch.Run.Cancellation);
            seen.AddRange(page.Identities.Select(identity => identity.Identity));
            after = page.NextAfter;
            await fabric.EnterAsync($"falsify-more-{seen.Count}", "swarm");
            // One of the first page, which was read.
            await fabric.Identities.DeleteAsync(agents[0].Name, scratch.Run.Cancellation);
            agents.RemoveAt(0);
        }
        while (after is not null);
        var missed = agents.Count(agent => !seen.Contains(agent.Name.ToString()));
        return missed == 0 && seen.Distinct().Count() == seen.Count
            ? Evidence.Held($"all {agents.Count} that were there throughout are listed, each once")
            : Evidence.Broke($"{missed} were missed; {seen.Count - seen.Distinct().Count()} are listed twice");
    }

    private static async Task<Evidence> ShowGoneAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var agent = await fabric.EnterAsync(Agent, "swarm");
        await fabric.Identities.GetAsync(agent.Name, scratch.Run.Cancellation);
        await fabric.Identities.DeleteAsync(agent.Name, scratch.Run.Cancellation);
        return await Attacks.RefusedAsync(ErrorTable.NotFound, "refused: it is gone", () =>
            fabric.Identities.GetAsync(agent.Name, scratch.Run.Cancellation));
    }

    private static async Task<Evidence> ShutOutAsync(
        Scratch scratch, ErrorCode error, string seen, Func<ProbeFabric, ProbeAgent, Task> shutOutAsync)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var agent = await fabric.EnterAsync(Agent, "tasks:read");
        await agent.AskAsync();
        await shutOutAsync(fabric, agent);
        return await Attacks.RefusedAsync(error, $"refused at once; {seen}", agent.AskAsync);
    }

    private static async Task<Evidence> EnableItselfAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var agent = await fabric.EnterAsync(Agent, "operate");
        await agent.AskAsync();
        await fabric.Identities.DisableAsync(agent.Name, scratch.Run.Cancellation);
        var refused = await Attacks.RefusedAsync(ErrorTable.Forbidden, "", () =>
            agent.Caller.CallAsync(RequestOf(IdentityCalls.Enable, Agent), scratch.Run.Cancellation));
        var after = await fabric.Identities.GetAsync(agent.Name, scratch.Run.Cancellation);
        return refused.HasHeld && after.Disabled
            ? Evidence.Held("refused, although it was an operator; it stays disabled")
            : Evidence.Broke($"it is {IdentityText.StateOf(after)}. {refused.Seen}");
    }

    private static async Task<Evidence> ReturnAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var agent = await fabric.EnterAsync(Agent, "tasks:read", "swarm");
        var before = await fabric.Identities.GetAsync(agent.Name, scratch.Run.Cancellation);
        await fabric.Identities.DisableAsync(agent.Name, scratch.Run.Cancellation);
        var after = await fabric.Identities.EnableAsync(agent.Name, scratch.Run.Cancellation);
        await agent.AskAsync();
        return after.Key == before.Key && after.Scopes.SequenceEqual(before.Scopes)
            ? Evidence.Held("it gets in with its key, and may do what it might before")
            : Evidence.Broke($"it has the key {after.Key} and the scopes {string.Join(", ", after.Scopes)}");
    }

    private static async Task<Evidence> ReplaceAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var old = await fabric.EnterAsync(Agent, "tasks:read");
        await old.AskAsync();
        await fabric.Identities.DeleteAsync(old.Name, scratch.Run.Cancellation);
        var next = await fabric.EnterAsync(Agent, "tasks:read");
        await next.AskAsync();
        return await Attacks.RefusedAsync(
            ErrorTable.Unauthenticated, "refused; only the new key opens", old.AskAsync);
    }

    private static async Task<ProbeCall> PrepareAsync(ProbeFabric fabric, ApiCall call)
    {
        var agent = await fabric.EnterAsync(Target, "operate");
        return new ProbeCall(RequestOf(call, agent.Name.Name), () => fabric.RevisionOfAsync(agent.Name));
    }

    private static async Task<ProbeCall> PrepareDisabledAsync(ProbeFabric fabric)
    {
        var probe = await PrepareAsync(fabric, IdentityCalls.Enable);
        await fabric.CallAsync<IdentityBody>(IdentityCalls.Disable, null, Target, "1");
        return probe;
    }

    private static ServerRequest RequestOf(ApiCall call, string name) => call.Request(null, name, "1");
}
