using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Core.Ids;

namespace InfraFabric.State.Contract;

/// <summary>The stored form of a note: JSON, the same in every backend.</summary>
public static partial class WitnessNoteJson
{
    /// <summary>The bytes that a backend stores.</summary>
    public static byte[] Encode(WitnessNote note) =>
        JsonSerializer.SerializeToUtf8Bytes(note, NoteContext.Default.WitnessNote);

    /// <summary>The note that was stored.</summary>
    public static WitnessNote Decode(ReadOnlySpan<byte> stored) =>
        JsonSerializer.Deserialize(stored, NoteContext.Default.WitnessNote)
        ?? throw new JsonException("A stored note is null.");

    private sealed class TraceTokenConverter : JsonConverter<TraceToken>
    {
        public override TraceToken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TraceToken.From(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TraceToken value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = [typeof(TraceTokenConverter)])]
    [JsonSerializable(typeof(WitnessNote))]
    private sealed partial class NoteContext : JsonSerializerContext;
}
