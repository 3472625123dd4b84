namespace InfraFabric.Coordinator.Hosting;

/// <summary>The claims that this server made in the last minute.</summary>
/// <param name="LastMinute">How many.</param>
/// <param name="PerSecond">On average.</param>
/// <param name="Median">How long half of the calls took at most; null when there were none.</param>
/// <param name="P99">How long 99 of 100 took at most.</param>
public readonly record struct ClaimRates(long LastMinute, double PerSecond, TimeSpan? Median, TimeSpan? P99);
