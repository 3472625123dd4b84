namespace InfraFabric.Api.Breakers;

/// <summary>A reset that was asked for.</summary>
/// <param name="Approval">The name under which another operator approves it.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="At">When. After a day it can no longer be approved.</param>
/// <param name="Why">Why.</param>
/// <param name="Close">Whether to close the breaker at once, without trying the swarm first.</param>
public sealed record ResetAskBody(string Approval, string By, DateTimeOffset At, string? Why, bool Close);
