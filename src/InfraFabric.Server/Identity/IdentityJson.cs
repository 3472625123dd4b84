using System.Text.Json.Serialization;

namespace InfraFabric.Server.Identity;

/// <summary>The JSON of the records that this folder keeps in the state.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IdentityRecord))]
[JsonSerializable(typeof(ServerKeyRecord))]
[JsonSerializable(typeof(FabricIdRecord))]
internal sealed partial class IdentityJson : JsonSerializerContext;
