using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.History;
using InfraFabric.Governor.Messages;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;

namespace InfraFabric.Governor.Records;

/// <summary>The records of the governor as JSON: snake_case, what is not set left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PolicyRecord))]
[JsonSerializable(typeof(RegistryRecord))]
[JsonSerializable(typeof(TaskMark))]
[JsonSerializable(typeof(SpecMark))]
[JsonSerializable(typeof(BlockerMark))]
[JsonSerializable(typeof(HelpRecord))]
[JsonSerializable(typeof(SwarmMark))]
[JsonSerializable(typeof(SessionMark))]
[JsonSerializable(typeof(ReputationMark))]
[JsonSerializable(typeof(BudgetRecord))]
[JsonSerializable(typeof(CostSketch))]
[JsonSerializable(typeof(ReservationRecord))]
[JsonSerializable(typeof(BreakerRecord))]
[JsonSerializable(typeof(FailuresRecord))]
[JsonSerializable(typeof(EscalationRecord))]
[JsonSerializable(typeof(MessageRecord))]
[JsonSerializable(typeof(ChannelRecord))]
internal sealed partial class GovernorJson : JsonSerializerContext
{
    /// <summary>Records never stand inside HTML: quotes and letters beyond ASCII stay readable.</summary>
    public static GovernorJson Stored => field ??= new GovernorJson(
        new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
