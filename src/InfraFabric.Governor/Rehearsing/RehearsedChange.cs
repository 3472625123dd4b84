namespace InfraFabric.Governor.Rehearsing;

/// <summary>A decision that would have come out differently.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Task">The task that it was about.</param>
/// <param name="What"><c>help</c>, or <c>assignment</c>.</param>
/// <param name="Before">What comes of it under the policy in force.</param>
/// <param name="After">What would come of it under the other one.</param>
public sealed record RehearsedChange(DateTimeOffset At, string Task, string What, string Before, string After);
