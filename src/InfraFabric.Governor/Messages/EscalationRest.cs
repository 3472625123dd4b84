namespace InfraFabric.Governor.Messages;

/// <summary>Escalations that a message only counts.</summary>
/// <param name="By">Whose doing they are.</param>
/// <param name="Count">How many.</param>
public sealed record EscalationRest(string By, int Count);
