namespace InfraFabric.Coordinator.Tasks;

/// <summary>What the owner last told of the work.</summary>
public sealed record ProgressState(string Note, int? Percent, DateTimeOffset At);
