using System.Text.Json.Serialization;

namespace InfraFabric.Server.Blobs;

/// <summary>The JSON of the records that this folder keeps in the state.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BlobRecord))]
internal sealed partial class BlobJson : JsonSerializerContext;
