using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Api.Breakers;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Escalation;
using InfraFabric.Api.Governing;
using InfraFabric.Api.Identity;
using InfraFabric.Api.Local;
using InfraFabric.Api.Optimise;
using InfraFabric.Api.State;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Api.Witness;

namespace InfraFabric.Api;

/// <summary>The JSON of the HTTP API: snake_case, nulls left out, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(VersionBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(RecordBody))]
[JsonSerializable(typeof(RecordPageBody))]
[JsonSerializable(typeof(ChangeBatchBody))]
[JsonSerializable(typeof(StatsBody))]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(TaskSpecBody))]
[JsonSerializable(typeof(TaskAddBody))]
[JsonSerializable(typeof(TasksAddBody))]
[JsonSerializable(typeof(TaskAddedBody))]
[JsonSerializable(typeof(TasksAddedBody))]
[JsonSerializable(typeof(TaskBody))]
[JsonSerializable(typeof(TaskPageBody))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(AnswerBody))]
[JsonSerializable(typeof(TaskStateBody))]
[JsonSerializable(typeof(BlockerBody))]
[JsonSerializable(typeof(BlockersBody))]
[JsonSerializable(typeof(BlobBody))]
[JsonSerializable(typeof(BlobStatBody))]
[JsonSerializable(typeof(ClaimAskBody))]
[JsonSerializable(typeof(ClaimBody))]
[JsonSerializable(typeof(ClaimsBody))]
[JsonSerializable(typeof(FenceBody))]
[JsonSerializable(typeof(ProgressBody))]
[JsonSerializable(typeof(CompleteBody))]
[JsonSerializable(typeof(FailBody))]
[JsonSerializable(typeof(BlockBody))]
[JsonSerializable(typeof(HandOverBody))]
[JsonSerializable(typeof(SpendBody))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(SessionRefBody))]
[JsonSerializable(typeof(DrainBody))]
[JsonSerializable(typeof(SwarmBody))]
[JsonSerializable(typeof(SwarmPageBody))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(SwarmEventBody))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ChallengeRequestBody))]
[JsonSerializable(typeof(ChallengeBody))]
[JsonSerializable(typeof(TokenRequestBody))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(RegisterIdentityBody))]
[JsonSerializable(typeof(CallerBody))]
[JsonSerializable(typeof(IdentityBody))]
[JsonSerializable(typeof(IdentityPageBody))]
[JsonSerializable(typeof(KnownServersBody))]
[JsonSerializable(typeof(EscalationBody))]
[JsonSerializable(typeof(EscalationPageBody))]
[JsonSerializable(typeof(EscalationNoticeBody))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(MessagePageBody))]
[JsonSerializable(typeof(ChannelTestedBody))]
[JsonSerializable(typeof(BreakerPageBody))]
[JsonSerializable(typeof(BreakerResetBody))]
[JsonSerializable(typeof(BreakerMovedBody))]
[JsonSerializable(typeof(StandingBody))]
[JsonSerializable(typeof(StandingPageBody))]
[JsonSerializable(typeof(RegistrySetBody))]
[JsonSerializable(typeof(CandidatesBody))]
[JsonSerializable(typeof(ExplainBody))]
[JsonSerializable(typeof(PolicyBody))]
[JsonSerializable(typeof(RehearseBody))]
[JsonSerializable(typeof(RehearsalBody))]
[JsonSerializable(typeof(BudgetBody))]
[JsonSerializable(typeof(BudgetsBody))]
[JsonSerializable(typeof(BudgetSetBody))]
[JsonSerializable(typeof(ReserveBody))]
[JsonSerializable(typeof(ReservationBody))]
[JsonSerializable(typeof(SettleBody))]
[JsonSerializable(typeof(UsageBody))]
[JsonSerializable(typeof(SettledBody))]
[JsonSerializable(typeof(CostReportBody))]
[JsonSerializable(typeof(SpendsBody))]
[JsonSerializable(typeof(PricesBody))]
[JsonSerializable(typeof(ReconcileAskBody))]
[JsonSerializable(typeof(ReconciledBody))]
[JsonSerializable(typeof(AdviceBody))]
[JsonSerializable(typeof(WitnessStatsBody))]
[JsonSerializable(typeof(WitnessKeyBody))]
[JsonSerializable(typeof(WitnessEntryBody))]
[JsonSerializable(typeof(WitnessPageBody))]
[JsonSerializable(typeof(WitnessEraseBody))]
[JsonSerializable(typeof(WitnessErasedBody))]
[JsonSerializable(typeof(WitnessChecksBody))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>
    /// For what a caller sends: a member that is unknown, missing or there twice is an error, so that a misspelt one is
    /// not taken for one left out.
    /// </summary>
    public static ApiJson Strict => field ??= new ApiJson(new JsonSerializerOptions(Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 64,
    });

    /// <summary>For bodies, which never stand inside HTML: quotes and letters beyond ASCII stay readable.</summary>
    public static ApiJson Wire => field ??= new ApiJson(
        new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
