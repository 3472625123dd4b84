using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Json;

/// <summary>
/// The one byte form of a JSON value (RFC 8785), over which hashes and signatures are made. Numbers are IEEE doubles,
/// as the RFC says: whole numbers beyond 2^53 are not kept apart, so values that must be exact are written as strings.
/// What has no such form (a key that stands twice, half a surrogate pair, a number too large) is refused with
/// IF_ERR_JSON_INVALID.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Bytes of the text that is read.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Objects and arrays within each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>The canonical bytes of a JSON text in UTF-8.</summary>
    public static byte[] FromUtf8(ReadOnlySpan<byte> json)
    {
        using var canonicalizer = Run(json);
        return canonicalizer.Written.ToArray();
    }

    /// <summary>Writes the canonical bytes of a JSON text in UTF-8.</summary>
    public static void FromUtf8(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        using var canonicalizer = Run(json);
        output.Write(canonicalizer.Written);
    }

    /// <summary>The canonical bytes of an element.</summary>
    public static byte[] From(JsonElement element) => FromUtf8(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>The canonical bytes of a node; null is the JSON null.</summary>
    public static byte[] From(JsonNode? node)
    {
        if (node is null)
            return "null"u8.ToArray();

        RequireWholeCharacters(node, depth: 1);
        try
        {
            return FromUtf8(JsonSerializer.SerializeToUtf8Bytes(node, NodeContext.Default.JsonNode));
        }
        catch (ArgumentException e)
        {
            throw Invalid("It holds a number that JSON cannot write.", e);
        }
    }

    internal static FabricException Invalid(string why, Exception? cause = null) => new(
        ErrorTable.JsonInvalid, "The JSON has no canonical form.", why, "Correct the JSON.", cause);

    private static Canonicalizer Run(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            throw new FabricException(ErrorTable.LimitExceeded, "The JSON is too large.",
                $"It has {json.Length} bytes; the most is {MaxBytes}.", "Send less at once.");
        }

        if (!Utf8.IsValid(json))
            throw Invalid("It is not text in UTF-8.");

        var canonicalizer = new Canonicalizer(json);
        try
        {
            canonicalizer.Run();
            return canonicalizer;
        }
        catch (JsonException e)
        {
            canonicalizer.Dispose();
            throw Invalid($"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {e.Message}", e);
        }
        catch
        {
            canonicalizer.Dispose();
            throw;
        }
    }

    // The serializer would write half a surrogate pair as U+FFFD: another text with a hash of its own.
    private static void RequireWholeCharacters(JsonNode node, int depth)
    {
        if (depth > MaxDepth)
            throw Invalid($"It is nested more than {MaxDepth} deep.");

        switch (node)
        {
            case JsonObject members:
                foreach (var (key, value) in members)
                {
                    RequireWholeCharacters(key);
                    if (value is not null)
                        RequireWholeCharacters(value, depth + 1);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    if (item is not null)
                        RequireWholeCharacters(item, depth + 1);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                RequireWholeCharacters(text);
                break;
        }
    }

    private static void RequireWholeCharacters(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (System.Text.Rune.DecodeFromUtf16(rest, out _, out var used) != OperationStatus.Done)
                throw Invalid("It holds half a surrogate pair.");
            rest = rest[used..];
        }
    }
}
