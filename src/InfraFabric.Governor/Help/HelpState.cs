namespace InfraFabric.Governor.Help;

/// <summary>What was done about a blocker, as it is shown.</summary>
/// <param name="At">When.</param>
/// <param name="Helpers">Who helps.</param>
/// <param name="Escalation">The escalation, if a person is asked.</param>
public sealed record HelpState(DateTimeOffset At, IReadOnlyList<Helper> Helpers, string? Escalation)
{
    internal static HelpState Of(HelpRecord help) => new(help.At, help.Helpers ?? [], help.Escalation);
}
