namespace InfraFabric.Api.Governing;

/// <summary>What was done about a blocker.</summary>
/// <param name="At">When.</param>
/// <param name="Helpers">Who helps.</param>
/// <param name="Escalation">The escalation, if a person is asked.</param>
public sealed record HelpBody(DateTimeOffset At, IReadOnlyList<HelperBody> Helpers, string? Escalation);
