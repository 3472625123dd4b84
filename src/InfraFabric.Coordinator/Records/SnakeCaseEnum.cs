using System.Text.Json;
using System.Text.Json.Serialization;

namespace InfraFabric.Coordinator.Records;

/// <summary>Stores an enum by its name, so that a record can be read by eye and a name can be added.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, false)
    where T : struct, Enum;
