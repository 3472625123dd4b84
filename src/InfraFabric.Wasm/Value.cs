using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>One value of any kind, for calls whose types are known only when they are made.</summary>
public readonly struct Value
{
    private readonly Vector128<byte> _bits;
    private readonly object? _reference;

    private Value(ValueKind kind, Vector128<byte> bits, object? reference)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    public ValueKind Kind { get; }

    public int I32 => _bits.AsInt32().ToScalar();

    public long I64 => _bits.AsInt64().ToScalar();

    public float F32 => _bits.AsSingle().ToScalar();

    public double F64 => _bits.AsDouble().ToScalar();

    public Vector128<byte> V128 => _bits;

    /// <summary>
    /// A <see cref="Function"/>, an <see cref="ExceptionValue"/>, or what the host put behind an <c>externref</c>; null
    /// for the null reference.
    /// </summary>
    public object? Reference => _reference;

    public static Value FromI32(int value) => new(ValueKind.I32, Vector128.CreateScalar(value).AsByte(), null);

    public static Value FromI64(long value) => new(ValueKind.I64, Vector128.CreateScalar(value).AsByte(), null);

    public static Value FromF32(float value) => new(ValueKind.F32, Vector128.CreateScalar(value).AsByte(), null);

    public static Value FromF64(double value) => new(ValueKind.F64, Vector128.CreateScalar(value).AsByte(), null);

    public static Value FromV128(Vector128<byte> value) => new(ValueKind.V128, value, null);

    public static Value FromFunction(Function? value) => new(ValueKind.FuncRef, default, value);

    public static Value FromExternal(object? value) => new(ValueKind.ExternRef, default, value);

    public static Value FromException(ExceptionValue? value) => new(ValueKind.ExnRef, default, value);

    /// <summary>Zero, or the null reference.</summary>
    public static Value Default(ValueKind kind) => new(kind, default, null);

    public override string ToString() => Kind switch
    {
        ValueKind.I32 => $"i32 {I32}",
        ValueKind.I64 => $"i64 {I64}",
        ValueKind.F32 => $"f32 {F32:R}",
        ValueKind.F64 => $"f64 {F64:R}",
        ValueKind.V128 => $"v128 {Convert.ToHexStringLower(Bytes())}",
        _ => $"{Kind.ToString().ToLowerInvariant()} {_reference ?? "null"}",
    };

    private byte[] Bytes()
    {
        var bytes = new byte[16];
        _bits.CopyTo(bytes);
        return bytes;
    }
}
