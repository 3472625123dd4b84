namespace InfraFabric.Coordinator.Board;

/// <summary>
/// A task that is kept for a swarm while a commit decides. It ends when the watch brings a change of the task, or when
/// it is given back.
/// </summary>
internal readonly record struct Reservation(TaskEntry Task, SwarmEntry Swarm, int Number);
