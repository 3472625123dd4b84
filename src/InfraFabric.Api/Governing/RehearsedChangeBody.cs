namespace InfraFabric.Api.Governing;

/// <summary>A decision that would come out differently.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Task">The task that it was about.</param>
/// <param name="What"><c>help</c>, or <c>assignment</c>.</param>
/// <param name="Before">What comes of it under the policy in force.</param>
/// <param name="After">What would come of it.</param>
public sealed record RehearsedChangeBody(DateTimeOffset At, string Task, string What, string Before, string After);
