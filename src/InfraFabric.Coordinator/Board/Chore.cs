namespace InfraFabric.Coordinator.Board;

/// <summary>Something to see to. Whether it still has to be done is decided when it is.</summary>
internal readonly record struct Chore(ChoreKind Kind, TaskEntry Task);
