using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace InfraFabric.Core.Json;

/// <summary>Writes nodes without reflection.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class NodeContext : JsonSerializerContext;
