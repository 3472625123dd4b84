using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace InfraFabric.Wasm.Tests.Spec;

/// <summary>
/// How scripts write values: numbers by their bits, NaNs that are expected by their kind, vectors by lanes.
/// </summary>
internal static class SpecValue
{
    private const string Canonical = "nan:canonical";
    private const string Arithmetic = "nan:arithmetic";

    public static Value Read(JsonElement value)
    {
        var type = value.GetProperty("type").GetString()!;
        if (type == "v128")
            return Value.FromV128(Vector128.Create(LanesOf(value)));
        var text = value.GetProperty("value").GetString()!;
        return type switch
        {
            "i32" => Value.FromI32((int)uint.Parse(text, CultureInfo.InvariantCulture)),
            "i64" => Value.FromI64((long)ulong.Parse(text, CultureInfo.InvariantCulture)),
            "f32" => Value.FromF32(BitConverter.UInt32BitsToSingle(uint.Parse(text, CultureInfo.InvariantCulture))),
            "f64" => Value.FromF64(BitConverter.UInt64BitsToDouble(ulong.Parse(text, CultureInfo.InvariantCulture))),
            "externref" => Value.FromExternal(text == "null" ? null : text),
            "funcref" when text == "null" => Value.FromFunction(null),
            _ => throw new InvalidDataException($"A value of type {type} cannot be '{text}'."),
        };
    }

    /// <summary>Whether a value is what a script expects, to the bit, NaNs by their kind.</summary>
    public static bool Matches(JsonElement expected, Value actual)
    {
        var type = expected.GetProperty("type").GetString()!;
        if (!type.Equals(actual.Kind.ToString(), StringComparison.OrdinalIgnoreCase))
            return false;
        return type switch
        {
            "v128" => MatchesLanes(expected, actual.V128),
            "externref" or "funcref" => Equals(Read(expected).Reference, actual.Reference),
            _ => MatchesLane(expected.GetProperty("value").GetString()!, BytesOf(actual, type[1..] == "32" ? 4 : 8)),
        };
    }

    private static bool MatchesLanes(JsonElement expected, Vector128<byte> actual)
    {
        var bytes = new byte[16];
        actual.CopyTo(bytes);
        var size = LaneSizeOf(expected);
        return expected.GetProperty("value").EnumerateArray().Index()
            .All(lane => MatchesLane(lane.Item.GetString()!, bytes.AsSpan(lane.Index * size, size)));
    }

    private static bool MatchesLane(string expected, ReadOnlySpan<byte> actual)
    {
        var (quiet, sign) = actual.Length == 4 ? (0x7FC0_0000ul, 1ul << 31) : (0x7FF8_0000_0000_0000ul, 1ul << 63);
        var bits = Bits(actual);
        return expected switch
        {
            Canonical => (bits & ~sign) == quiet,
            Arithmetic => (bits & quiet) == quiet,
            _ => bits == ulong.Parse(expected, CultureInfo.InvariantCulture),
        };
    }

    private static byte[] LanesOf(JsonElement vector)
    {
        var bytes = new byte[16];
        var size = LaneSizeOf(vector);
        var whole = new byte[8];
        foreach (var (index, lane) in vector.GetProperty("value").EnumerateArray().Index())
        {
            BinaryPrimitives.WriteUInt64LittleEndian(
                whole, ulong.Parse(lane.GetString()!, CultureInfo.InvariantCulture));
            whole.AsSpan(0, size).CopyTo(bytes.AsSpan(index * size));
        }

        return bytes;
    }

    private static int LaneSizeOf(JsonElement vector) =>
        int.Parse(vector.GetProperty("lane_type").GetString()![1..], CultureInfo.InvariantCulture) / 8;

    private static byte[] BytesOf(Value value, int size)
    {
        var bytes = new byte[16];
        value.V128.CopyTo(bytes);
        return bytes[..size];
    }

    private static ulong Bits(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[8];
        whole.Clear();
        bytes.CopyTo(whole);
        return BinaryPrimitives.ReadUInt64LittleEndian(whole);
    }
}
