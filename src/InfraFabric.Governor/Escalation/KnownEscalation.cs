namespace InfraFabric.Governor.Escalation;

/// <summary>An escalation as this server knows it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Record">What is stored.</param>
/// <param name="Made">The revision that made it.</param>
/// <param name="Revision">The revision that last changed it.</param>
internal sealed record KnownEscalation(EscalationId Id, EscalationRecord Record, long Made, long Revision)
{
    public bool IsOpen => Record.State == EscalationState.Open;
}
