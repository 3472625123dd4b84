using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Coordinator.Blockers;
using InfraFabric.Coordinator.Governed;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;

namespace InfraFabric.Coordinator.Records;

/// <summary>The records of the coordinator as JSON: snake_case, what is not set left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TaskSpec))]
[JsonSerializable(typeof(TaskRecord))]
[JsonSerializable(typeof(SwarmProfile))]
[JsonSerializable(typeof(SessionRecord))]
[JsonSerializable(typeof(BlockerRecord))]
[JsonSerializable(typeof(MemberRecord))]
[JsonSerializable(typeof(FailuresRecord))]
[JsonSerializable(typeof(RegistryRecord))]
[JsonSerializable(typeof(ReputationRecord))]
[JsonSerializable(typeof(BreakerRecord))]
[JsonSerializable(typeof(HelpRecord))]
[JsonSerializable(typeof(TaskBudgetRecord))]
[JsonSerializable(typeof(PolicyRecord))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CoordinatorJson : JsonSerializerContext
{
    /// <summary>Records never stand inside HTML: quotes and letters beyond ASCII stay readable.</summary>
    public static CoordinatorJson Stored => field ??= new CoordinatorJson(
        new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
