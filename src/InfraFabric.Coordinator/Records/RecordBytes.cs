using System.Text;
using System.Text.Json;
using InfraFabric.Coordinator.Blockers;
using InfraFabric.Coordinator.Governed;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Records;

/// <summary>Records as they are stored.</summary>
internal static class RecordBytes
{
    public static byte[] Of(TaskRecord record) =>
        JsonSerializer.SerializeToUtf8Bytes(record, CoordinatorJson.Stored.TaskRecord);

    public static byte[] Of(TaskSpec spec) =>
        JsonSerializer.SerializeToUtf8Bytes(spec, CoordinatorJson.Stored.TaskSpec);

    public static byte[] Of(SwarmProfile profile) =>
        JsonSerializer.SerializeToUtf8Bytes(profile, CoordinatorJson.Stored.SwarmProfile);

    public static byte[] Of(SessionRecord session) =>
        JsonSerializer.SerializeToUtf8Bytes(session, CoordinatorJson.Stored.SessionRecord);

    public static byte[] Of(BlockerRecord blocker) =>
        JsonSerializer.SerializeToUtf8Bytes(blocker, CoordinatorJson.Stored.BlockerRecord);

    public static byte[] Of(MemberRecord member) =>
        JsonSerializer.SerializeToUtf8Bytes(member, CoordinatorJson.Stored.MemberRecord);

    public static byte[] Of(FailuresRecord failures) =>
        JsonSerializer.SerializeToUtf8Bytes(failures, CoordinatorJson.Stored.FailuresRecord);

    public static byte[] Of(TaskId id) => Encoding.ASCII.GetBytes(id.ToString());

    public static TaskId ReadTaskId(Record record) => TaskId.Parse(Encoding.ASCII.GetString(record.Value.Span));

    public static TaskSpec ReadSpec(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.TaskSpec)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static TaskRecord ReadTask(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.TaskRecord) ?? TaskRecord.Fresh;

    public static SwarmProfile ReadProfile(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.SwarmProfile)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static FailuresRecord ReadFailures(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.FailuresRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static SessionRecord ReadSession(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, CoordinatorJson.Stored.SessionRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");
}
