namespace InfraFabric.Governor.Breakers;

/// <summary>A reset that was asked for, and that another identity has to approve.</summary>
/// <param name="Id">The name under which it is approved.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="At">When.</param>
/// <param name="Why">Why.</param>
/// <param name="Close">Whether to close the breaker at once, without trying it first.</param>
public sealed record ResetAsk(string Id, string By, DateTimeOffset At, string? Why, bool Close);
