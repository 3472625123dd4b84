using InfraFabric.Api.Calls;
using InfraFabric.Api.Identity;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Identity;

/// <summary>The attempts to break <c>identity create</c>: a name belongs to whoever has the key it was given.</summary>
internal static class IdentityCreateChecks
{
    private const string Agent = "falsify-agent";

    // A point of small order: a signature of anything can be made for it without a private key.
    private static readonly string WeakKey = $"ed25519:{new string('0', 64)}";

    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        new("name of another", "Register a name again with another key, and have its owner shut out.", TakeOverAsync),
        new("more scopes", "Register a key again with more scopes, without saying that it is to be replaced.",
            GrowAsync),
        new("wrong input", "Register a weak key, none, scopes that there are not, and no scope.", MisspellAsync),
        CallChecks.LostAnswer(PrepareAsync),
        CallChecks.MissingScope(IdentityCalls.Register, PrepareAsync),
    ];

    private static async Task<Evidence> TakeOverAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var owner = await fabric.EnterAsync(Agent, "tasks:read");
        var thief = fabric.NewAgent(Agent);
        var refused = await Attacks.RefusedAsync(
            ErrorTable.Conflict, "", () => fabric.RegisterAsync(thief, "tasks:read"));
        if (!refused.HasHeld)
            return refused;
        await owner.AskAsync();
        return await Attacks.RefusedAsync(
            ErrorTable.Unauthenticated, "refused; the first key opens, the other one does not", thief.AskAsync);
    }

    private static async Task<Evidence> GrowAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var agent = await fabric.EnterAsync(Agent, "tasks:read");
        var refused = await Attacks.RefusedAsync(
            ErrorTable.Conflict, "", () => fabric.RegisterAsync(agent, "tasks:read", "operate"));
        var scopes = (await fabric.Identities.GetAsync(agent.Name, scratch.Run.Cancellation)).Scopes;
        return refused.HasHeld && scopes is ["tasks:read"]
            ? Evidence.Held("refused; it has the scopes that it had")
            : Evidence.Broke($"it has the scopes {string.Join(", ", scopes)}. {refused.Seen}");
    }

    private static async Task<Evidence> MisspellAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var agent = fabric.NewAgent(Agent);
        (RegisterIdentityBody Body, ErrorCode Error)[] wrong =
        [
            (new RegisterIdentityBody(WeakKey, ["swarm"]), ErrorTable.KeyInvalid),
            (new RegisterIdentityBody("", ["swarm"]), ErrorTable.KeyInvalid),
            (new RegisterIdentityBody(agent.PublicKey, ["root"]), ErrorTable.Usage),
            (new RegisterIdentityBody(agent.PublicKey, []), ErrorTable.Usage),
        ];
        foreach (var (body, error) in wrong)
        {
            var refused = await Attacks.RefusedAsync(error, "", () => fabric.Identities.RegisterAsync(
                agent.Name, body, replace: false, scratch.Run.Cancellation));
            if (!refused.HasHeld)
                return refused;
        }

        return await Attacks.RefusedAsync(
            ErrorTable.NotFound, $"refused {wrong.Length} times, and there is no such agent",
            () => fabric.Identities.GetAsync(agent.Name, scratch.Run.Cancellation));
    }

    private static Task<ProbeCall> PrepareAsync(ProbeFabric fabric)
    {
        var agent = fabric.NewAgent("falsify-new");
        var body = new RegisterIdentityBody(agent.PublicKey, ["operate"]);
        return Task.FromResult(new ProbeCall(
            IdentityCalls.Register.Request(body, agent.Name.Name, $"{agent.Name.Number}"),
            () => fabric.RevisionOfAsync(agent.Name)));
    }
}
