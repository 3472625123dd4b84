namespace InfraFabric.Governor.Escalation;

/// <summary>How humans are told.</summary>
public sealed record EscalationOptions
{
    /// <summary>What comes within this time goes out as one message; what is critical does not wait.</summary>
    public TimeSpan BatchWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many escalations of one agent a message shows, and how many critical ones of it in an hour do not wait.
    /// </summary>
    public int Quota { get; init; } = 5;

    /// <summary>How long closed escalations and ended messages can still be seen.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);
}
