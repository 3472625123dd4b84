using System.Text.Json.Serialization;
using InfraFabric.Cli.Commands.Governor;
using InfraFabric.Cli.Commands.Optimise;
using InfraFabric.Cli.Kept;

namespace InfraFabric.Cli.Answers;

/// <summary>The JSON of the answers that only the command line gives.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackupAnswer))]
[JsonSerializable(typeof(BlobAnswer))]
[JsonSerializable(typeof(RestoreAnswer))]
[JsonSerializable(typeof(DelegationAnswer))]
[JsonSerializable(typeof(PolicyCheckAnswer))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(DoctorAnswer))]
[JsonSerializable(typeof(FalsifyAnswer))]
[JsonSerializable(typeof(InstallAnswer))]
[JsonSerializable(typeof(CreatedIdentityAnswer))]
[JsonSerializable(typeof(DeletedIdentityAnswer))]
[JsonSerializable(typeof(ForgottenServerAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(LeftAnswer))]
[JsonSerializable(typeof(StreamAnswer))]
[JsonSerializable(typeof(KeptSwarm))]
[JsonSerializable(typeof(KeptClaim))]
[JsonSerializable(typeof(MigrationAnswer))]
[JsonSerializable(typeof(VerifyAnswer))]
[JsonSerializable(typeof(PriceCheckAnswer))]
[JsonSerializable(typeof(ProofAnswer))]
[JsonSerializable(typeof(ErasedAnswer))]
[JsonSerializable(typeof(CheckpointAnswer))]
[JsonSerializable(typeof(AnchorAnswer))]
[JsonSerializable(typeof(CosignAnswer))]
[JsonSerializable(typeof(LedgerRestoreAnswer))]
internal sealed partial class CliJson : JsonSerializerContext;
