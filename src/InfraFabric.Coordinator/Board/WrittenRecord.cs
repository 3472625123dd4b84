using InfraFabric.Coordinator.Tasks;

namespace InfraFabric.Coordinator.Board;

/// <summary>
/// A record that this server is about to write, and its bytes. An object, so that whoever reads it while another is
/// being put in its place reads one or the other.
/// </summary>
internal sealed record WrittenRecord(TaskRecord Record, byte[] Bytes);
