using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Recordings;

/// <summary>
/// Values as bytes, equal when the values are equal to the bit. A reference is the number of its object in the order in
/// which objects came up, so that a run and its replay have the same numbers for objects that are not the same.
/// </summary>
internal sealed class RecordedValues
{
    public const int ReferenceBytes = 4;

    public const string Unknown =
        "A function or exception that the guest did not pass to the host cannot be recorded.";

    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<object> _objects = [];

    public static int SizeOf(ValueKind kind) => kind switch
    {
        ValueKind.I32 or ValueKind.F32 => 4,
        ValueKind.I64 or ValueKind.F64 => 8,
        ValueKind.V128 => 16,
        _ => ReferenceBytes,
    };

    public static int SizeOf(IEnumerable<ValueKind> kinds) => kinds.Sum(SizeOf);

    public static string Describe(IEnumerable<ValueKind> kinds, byte[] bytes)
    {
        var parts = new List<string>();
        var at = 0;
        foreach (var kind in kinds)
        {
            parts.Add(kind.IsReference()
                ? $"{kind} {BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at))}"
                : Number(kind, bytes.AsSpan(at, SizeOf(kind))).ToString());
            at += SizeOf(kind);
        }

        return string.Join(", ", parts);
    }

    /// <summary>Values that the guest gave: any object may come up.</summary>
    public byte[] Encode(ReadOnlySpan<Value> values)
    {
        // Each is written whole, and the next one over what is not of its kind.
        var bytes = new byte[values.Length * 16];
        var length = 0;
        foreach (var value in values)
        {
            var place = bytes.AsSpan(length);
            if (value.Kind.IsReference())
                BinaryPrimitives.WriteInt32LittleEndian(place, NumberOf(value.Reference));
            else
                value.V128.CopyTo(place);
            length += SizeOf(value.Kind);
        }

        return bytes[..length];
    }

    /// <summary>
    /// Values that the host gave. A function or exception must be one that the guest passed to the host before.
    /// </summary>
    public byte[] EncodeOfHost(ReadOnlySpan<Value> values)
    {
        return TryEncodeOfHost(values, out var bytes) ? bytes : throw new RecordingException(Unknown);
    }

    public bool TryEncodeOfHost(ReadOnlySpan<Value> values, out byte[] bytes)
    {
        bytes = [];
        foreach (var value in values)
        {
            if (!IsKnown(value.Reference))
                return false;
        }

        bytes = Encode(values);
        return true;
    }

    /// <summary>Refuses a function or exception of the host's that the guest has not passed to it before.</summary>
    public void Check(object? reference)
    {
        if (!IsKnown(reference))
            throw new RecordingException(Unknown);
    }

    public byte[] EncodeOfHost(object? reference)
    {
        Check(reference);
        var bytes = new byte[ReferenceBytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, NumberOf(reference));
        return bytes;
    }

    /// <summary>The host's values, with an object of our own for each of its objects.</summary>
    public void Decode(IReadOnlyList<ValueKind> kinds, byte[] bytes, Span<Value> values)
    {
        var at = 0;
        for (var i = 0; i < kinds.Count; i++)
        {
            var part = bytes.AsSpan(at, SizeOf(kinds[i]));
            values[i] = kinds[i] switch
            {
                ValueKind.FuncRef => Value.FromFunction(FunctionOf(part)),
                ValueKind.ExnRef => Value.FromException(ExceptionOf(part)),
                ValueKind.ExternRef => Value.FromExternal(ObjectOf(part)),
                var kind => Number(kind, part),
            };
            at += part.Length;
        }
    }

    /// <summary>The object of a number; a new one for the next number that has none.</summary>
    public object? ObjectOf(ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (number == 0)
            return null;
        if (number == _objects.Count + 1)
            NumberOf(new object());
        return number > 0 && number <= _objects.Count
            ? _objects[number - 1]
            : throw new InvalidDataException($"The recording has no reference {number}.");
    }

    private Function? FunctionOf(ReadOnlySpan<byte> bytes) => ObjectOf(bytes) switch
    {
        null => null,
        Function function => function,
        _ => throw new InvalidDataException("The recording gives as a function what is none."),
    };

    private ExceptionValue? ExceptionOf(ReadOnlySpan<byte> bytes) => ObjectOf(bytes) switch
    {
        null => null,
        ExceptionValue value => value,
        _ => throw new InvalidDataException("The recording gives as an exception what is none."),
    };

    private static Value Number(ValueKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        ValueKind.I32 => Value.FromI32(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        ValueKind.I64 => Value.FromI64(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        ValueKind.F32 => Value.FromF32(BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        ValueKind.F64 => Value.FromF64(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        _ => Value.FromV128(Vector128.Create(bytes)),
    };

    private bool IsKnown(object? reference) =>
        reference is not (Function or ExceptionValue) || _numbers.ContainsKey(reference);

    private int NumberOf(object? reference)
    {
        if (reference is null)
            return 0;
        if (_numbers.TryGetValue(reference, out var known))
            return known;
        _objects.Add(reference);
        return _numbers[reference] = _objects.Count;
    }
}
