using System.Collections.Immutable;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>What a block takes and gives: nothing, one result, or a type of the module.</summary>
internal static class BlockType
{
    private const int Empty = 0x40;

    // By the lower bits of the negative numbers that stand for themselves.
    private static readonly ImmutableArray<FunctionType?> Short = [.. Enumerable.Range(0, 0x80).Select(kind =>
        kind == Empty ? new FunctionType([], [])
        : Enum.IsDefined((ValueKind)kind) ? new FunctionType([], [(ValueKind)kind])
        : null)];

    public static FunctionType Of(ValueKind result) => Short[(int)result]!;

    /// <summary>The type that a number stands for, or null: the index of a type is not negative.</summary>
    public static FunctionType? Find(long number, FunctionType[] types) =>
        number >= 0 ? (number < types.Length ? types[number] : null)
        : number >= -Empty ? Short[(int)number & 0x7F]
        : null;

    public static FunctionType Read(ref ByteReader reader, FunctionType[] types)
    {
        var first = reader.Peek();
        var number = reader.ReadS33();
        if (number < 0 && (first >= 0x80 || (first == (byte)ValueKind.ExnRef && !reader.KnowsExceptions)))
            throw reader.Malformed("malformed block type");
        return Find(number, types)
            ?? throw (number < 0 ? reader.Malformed("malformed block type") : reader.Invalid($"unknown type {number}"));
    }
}
