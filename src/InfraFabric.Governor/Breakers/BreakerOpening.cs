using System.Globalization;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Escalation;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Breakers;

/// <summary>
/// That a breaker opens: its record, the escalation that tells a human, and the note for the witness. All three belong
/// into the commit that is the reason.
/// </summary>
/// <param name="Swarm">Whose breaker.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">Why, in a sentence for a human.</param>
internal sealed record BreakerOpening(SwarmName Swarm, BreakerReason Reason, string Detail)
{
    /// <summary>How many failures in a row there were.</summary>
    public int Failures { get; init; }

    public BreakerRecord RecordOf(BreakerRecord? before, EscalationId escalation, Cause cause, DateTimeOffset at)
    {
        return new BreakerRecord
        {
            State = BreakerState.Open,
            Reason = Reason,
            Detail = Detail,
            Since = at,
            By = cause.Actor,
            Escalation = escalation.ToString(),
            Turn = (before?.Turn ?? 0) + 1,
            Failures = Failures,
        };
    }

    public EscalationDraft Escalate() => new(
        EscalationKind.Breaker, BreakerRecord.KeyOf(Swarm).Text, EscalationSeverity.High,
        $"The breaker of '{Swarm}' is open: {Detail} It gets no tasks and no money until a human approves. {Advice()}");

    public WitnessNote NoteOf(BreakerRecord? before, EscalationId escalation, Cause cause, DateTimeOffset at) => new()
    {
        Trace = cause.Trace,
        Actor = cause.Actor,
        Component = "governor",
        Operation = "breaker.open",
        Subject = BreakerRecord.KeyOf(Swarm).Text,
        Time = at,
        Why = cause.Why,
        Severity = NoteSeverity.High,
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["before"] = before is null ? "closed" : before.State == BreakerState.Open ? "open" : "half_open",
            ["reason"] = Reason.Name(),
            ["detail"] = Detail,
            ["failures"] = Failures.ToString(CultureInfo.InvariantCulture),
            ["escalation"] = escalation.ToString(),
        },
    };

    private string Advice()
    {
        var reset = $"ifctl governor reset-circuit-breaker {Swarm} --why \"...\"";
        return Reason == BreakerReason.BudgetExhausted
            ? $"To let it go on, raise its budget (ifctl governor set-budget swarm/{Swarm} DOLLARS), which does not"
                + $" close the breaker by itself, and then: {reset}"
            : $"Once the cause is found: {reset}";
    }
}
