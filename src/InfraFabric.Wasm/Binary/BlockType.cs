using System.Collections.Immutable;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>What a block takes and gives: nothing, one result, or a type of the module.</summary>
internal static class BlockType
{
    private const byte Empty = 0x40;

    private static readonly FunctionType Nothing = new([], []);

    private static readonly ImmutableArray<FunctionType?> OneResult = [.. Enumerable.Range(0, 0x80)
        .Select(kind => Enum.IsDefined((ValueKind)kind) ? new FunctionType([], [(ValueKind)kind]) : null)];

    public static FunctionType Of(ValueKind result) => OneResult[(int)result]!;

    public static FunctionType Read(ref ByteReader reader, FunctionType[] types)
    {
        var first = reader.Peek();
        // A negative number of one byte stands for itself; the index of a type is not negative.
        if ((first & 0xC0) == 0x40)
        {
            reader.ReadByte();
            if (first == (byte)ValueKind.ExnRef && !reader.KnowsExceptions)
                throw reader.Malformed("malformed block type");
            return first == Empty ? Nothing : OneResult[first] ?? throw reader.Malformed("malformed block type");
        }

        var index = reader.ReadS33();
        if (index < 0)
            throw reader.Malformed("malformed block type");
        return index < types.Length ? types[index] : throw reader.Invalid($"unknown type {index}");
    }
}
