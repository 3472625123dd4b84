namespace InfraFabric.Api.Escalation;

/// <summary>Escalations that a message only counts.</summary>
/// <param name="By">Whose doing they are.</param>
/// <param name="Count">How many.</param>
public sealed record EscalationRestBody(string By, int Count);
