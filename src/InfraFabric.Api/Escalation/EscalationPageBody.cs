namespace InfraFabric.Api.Escalation;

/// <summary>One page of escalations, the oldest first.</summary>
/// <param name="Escalations">The escalations.</param>
/// <param name="Dead">How many messages were given up and wait to be sent again.</param>
/// <param name="NextAfter">The id to read on after; null on the last page.</param>
public sealed record EscalationPageBody(IReadOnlyList<EscalationBody> Escalations, int Dead, string? NextAfter);
