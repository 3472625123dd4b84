using System.Text.Json.Serialization;

namespace InfraFabric.Cli.Answers;

/// <summary>The JSON of the answers that only the command line gives.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackupAnswer))]
[JsonSerializable(typeof(RestoreAnswer))]
[JsonSerializable(typeof(DoctorAnswer))]
[JsonSerializable(typeof(FalsifyAnswer))]
[JsonSerializable(typeof(InstallAnswer))]
[JsonSerializable(typeof(CreatedIdentityAnswer))]
[JsonSerializable(typeof(DeletedIdentityAnswer))]
internal sealed partial class CliJson : JsonSerializerContext;
