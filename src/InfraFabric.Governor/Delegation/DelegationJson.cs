using System.Text.Json.Serialization;

namespace InfraFabric.Governor.Delegation;

/// <summary>
/// The steps of delegations as JSON. What is signed has one form only, so nothing unknown is let through.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DelegationStep))]
internal sealed partial class DelegationJson : JsonSerializerContext;
