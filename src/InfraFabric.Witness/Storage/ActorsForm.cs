using System.Text.Json;

namespace InfraFabric.Witness.Storage;

/// <summary>The stored form of the sequences of actors: a JSON object.</summary>
public static class ActorsForm
{
    public static byte[] Write(IReadOnlyDictionary<string, long> last)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (actor, sequence) in last)
                json.WriteNumber(actor, sequence);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    public static IReadOnlyDictionary<string, long> Read(ReadOnlySpan<byte> stored)
    {
        using var json = JsonDocument.Parse(stored.ToArray());
        return json.RootElement.EnumerateObject().ToDictionary(
            actor => actor.Name, actor => actor.Value.GetInt64(), StringComparer.Ordinal);
    }
}
