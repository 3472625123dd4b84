using InfraFabric.Coordinator.Tasks;

namespace InfraFabric.Coordinator.Board;

/// <summary>
/// A task that is kept for a swarm while a commit decides. It ends when the watch brings a change of the task, or when
/// it is given back.
/// </summary>
/// <param name="Task">Which.</param>
/// <param name="Swarm">For whom.</param>
/// <param name="Number">Tells it from an earlier or later one of the same task.</param>
/// <param name="Record">
/// The task as it was in the moment in which it was found free. The commit builds on this and is guarded by its
/// revision: by the time it is made, the board may show that another has the task.
/// </param>
/// <param name="ModifyRevision">The revision of that record.</param>
internal readonly record struct Reservation(
    TaskEntry Task, SwarmEntry Swarm, int Number, TaskRecord Record, long ModifyRevision);
