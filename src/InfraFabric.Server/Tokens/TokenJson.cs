using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace InfraFabric.Server.Tokens;

/// <summary>The JSON inside tokens and challenges.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TokenClaims))]
[JsonSerializable(typeof(ChallengeClaims))]
internal sealed partial class TokenJson : JsonSerializerContext
{
    /// <summary>What the bytes say; null if they say nothing of that kind.</summary>
    public static T? Read<T>(byte[] json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
