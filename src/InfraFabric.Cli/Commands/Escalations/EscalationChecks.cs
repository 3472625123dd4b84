using InfraFabric.Api.Breakers;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Escalation;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Escalations;

/// <summary>The attempts to break what tells people: nothing goes away without a word of theirs.</summary>
internal static class EscalationChecks
{
    private const string None = "0198c5a2-1f00-7abc-8def-0123456789ab";
    private const string Swarm = "falsify-first";

    public static readonly IReadOnlyList<FalsifyCheck> OfClose =
    [
        new("no word", "Close an escalation without saying what was done.", WithoutWhyAsync),
        CallChecks.NothingThere("an escalation", EscalationCalls.Close.Request(null, None) with { Why = "a check" }),
        CallChecks.MissingScope(EscalationCalls.Close, PrepareAsync),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfResend =
    [
        CallChecks.NothingThere("a message", EscalationCalls.Resend.Request(null, "falsify", "1")),
    ];

    private static async Task<Evidence> WithoutWhyAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var probe = await PrepareAsync(fabric);
        return await Attacks.RefusedAsync(ErrorTable.WhyMissing, "refused: it says nothing", () =>
            fabric.CallAsync<EscalationBody>(EscalationCalls.Close, probe.Request with { Why = null }));
    }

    private static async Task<ProbeCall> PrepareAsync(ProbeFabric fabric)
    {
        var opened = await fabric.CallAsync<BreakerMovedBody>(BreakerCalls.Open, null, Swarm);
        var id = opened.Breaker!.Escalation!;
        return new ProbeCall(
            EscalationCalls.Close.Request(null, id) with { Why = "a check" },
            async () =>
                (await fabric.CallAsync<EscalationBody>(EscalationCalls.Show, null, id)).State == "open" ? 0 : 1);
    }
}
