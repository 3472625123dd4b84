using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Governor;

/// <summary>
/// The attempts to break what is known of swarms: nobody is found who cannot, must not, or costs too much.
/// </summary>
internal static class RegistryChecks
{
    private const string First = "falsify-first";
    private const string Skill = "falsify:skill";

    public static readonly IReadOnlyList<FalsifyCheck> OfRegister =
    [
        new("boasting swarm", "Say of oneself what the registry does not, and be found for it.", BoastAsync),
        new("malformed", "Register what is no capability, and a cost below nothing.", MalformedAsync),
        CallChecks.LostAnswer(PrepareAsync),
        CallChecks.MissingScope(GovernorCalls.Set, PrepareAsync),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfForget =
    [
        new("lost acknowledgement", "Lose the answer, forget again, and be refused.", ForgetTwiceAsync),
        CallChecks.MissingScope(GovernorCalls.Forget, PrepareForgetAsync),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfFind =
    [
        new("over the ceiling", "Cost a millionth of a dollar more than is asked for, and be found.", CeilingAsync),
        new("swarm that left", "End the session, and be found.", LeaveAsync),
    ];

    private static async Task<Evidence> BoastAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        await SetAsync(fabric, new RegistrySetBody { Capabilities = ["falsify:other"] });
        await fabric.CallAsync<SessionBody>(
            SwarmCalls.Register, new RegisterBody { Capabilities = [Skill], SessionTtlS = 60 }, First);
        var found = await FindAsync(fabric);
        return found.Qualified == 0
            ? Evidence.Held("nobody was found")
            : Evidence.Broke($"'{found.Candidates[0].Swarm}' was found");
    }

    private static async Task<Evidence> MalformedAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var refused = await Attacks.RefusedAsync(ErrorTable.IdInvalid, "", () =>
            SetAsync(fabric, new RegistrySetBody { Capabilities = ["Falsify:SKILL"] }));
        return !refused.HasHeld
            ? refused
            : await Attacks.RefusedAsync(ErrorTable.Usage, "both were refused", () =>
                SetAsync(fabric, new RegistrySetBody { CostPerHour = Money.FromMicroUsd(-1) }));
    }

    private static async Task<Evidence> CeilingAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        await JoinAsync(fabric);
        var (exact, below) = (await FindAsync(fabric, 2_000_000), await FindAsync(fabric, 1_999_999));
        return (exact.Qualified, below.Qualified) == (1, 0)
            ? Evidence.Held("it was found for what it costs, and not for less")
            : Evidence.Broke($"{exact.Qualified} were found for what it costs, {below.Qualified} for less");
    }

    private static async Task<Evidence> LeaveAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var session = await JoinAsync(fabric);
        await fabric.LeaveAsync(session);
        var deadline = scratch.Run.Time.GetUtcNow() + TimeSpan.FromSeconds(5);
        while (await FindAsync(fabric) is { Qualified: > 0 })
        {
            if (scratch.Run.Time.GetUtcNow() > deadline)
                return Evidence.Broke("it is still found after 5 s");
            await Task.Delay(TimeSpan.FromMilliseconds(20), scratch.Run.Time, scratch.Run.Cancellation);
        }

        return Evidence.Held("it was not found any more");
    }

    private static async Task<SessionBody> JoinAsync(ProbeFabric fabric)
    {
        await SetAsync(fabric, new RegistrySetBody { Capabilities = [Skill], CostPerHour = Money.Parse("2") });
        return await fabric.RegisterAsync(First);
    }

    private static Task<ProbeCall> PrepareAsync(ProbeFabric fabric) => Task.FromResult(new ProbeCall(
        GovernorCalls.Set.Request(new RegistrySetBody { Capabilities = [Skill] }, First),
        () => RevisionAsync(fabric)));

    private static async Task<ProbeCall> PrepareForgetAsync(ProbeFabric fabric)
    {
        await SetAsync(fabric, new RegistrySetBody { Capabilities = [Skill] });
        return new ProbeCall(GovernorCalls.Forget.Request(null, First), () => RevisionAsync(fabric));
    }

    private static async Task<Evidence> ForgetTwiceAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var probe = await PrepareForgetAsync(fabric);
        await fabric.LoseAnswerAsync(probe.Request);
        await fabric.Caller.CallAsync(probe.Request, scratch.Run.Cancellation);
        return await RevisionAsync(fabric) is 0
            ? Evidence.Held("it was forgotten, and the second call was answered like the first")
            : Evidence.Broke("it is still known");
    }

    private static async Task<long> RevisionAsync(ProbeFabric fabric)
    {
        try
        {
            return (await fabric.CallAsync<StandingBody>(GovernorCalls.Show, null, First)).Revision;
        }
        catch (FabricException unknown) when (unknown.Error == ErrorTable.NotFound)
        {
            return 0;
        }
    }

    private static Task<StandingBody> SetAsync(ProbeFabric fabric, RegistrySetBody body) =>
        fabric.CallAsync<StandingBody>(GovernorCalls.Set, body, First);

    private static Task<CandidatesBody> FindAsync(ProbeFabric fabric, long? most = null) =>
        fabric.CallAsync<CandidatesBody>(
            GovernorCalls.Find,
            GovernorCalls.Find.Request(null).Where("required", Skill).Where("max_cost_micro_usd", most?.ToString(
                System.Globalization.CultureInfo.InvariantCulture)));
}
