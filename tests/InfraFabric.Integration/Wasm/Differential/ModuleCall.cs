using System.Globalization;
using InfraFabric.Wasm;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Integration.Wasm.Differential;

/// <summary>One call of an exported function, in words that both engines are told.</summary>
/// <param name="Name">The export.</param>
/// <param name="Parameters">Of each its kind and its value: floats by their bits, references null.</param>
/// <param name="Results">The kinds of the results.</param>
internal sealed record ModuleCall(string Name, string[][] Parameters, string[] Results)
{
    private static readonly long[] Edges =
        [0, 1, 2, -1, 31, 32, 63, 64, 127, -128, 255, 0xFFFF, 65_535 * 16, int.MaxValue, int.MinValue, uint.MaxValue,
         long.MaxValue, long.MinValue];

    private static readonly double[] Reals =
        [0, -0.0, 1, -1, 0.5, 1e-310, 1e-40, 3e38, 4294967296, -2147483649, 9.3e18, double.MaxValue,
         double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    /// <summary>
    /// Calls every export that JavaScript can call, which sees no vectors; the rest is called by the module's own
    /// <c>_invoker</c> functions.
    /// </summary>
    public static ModuleCall[] AllOf(Module module, Random random) =>
    [
        .. from export in module.Exports
           let type = export.Type as FunctionType
           where type is not null && !type.Parameters.Concat(type.Results).Contains(ValueKind.V128)
           select new ModuleCall(
               export.Name,
               [.. type.Parameters.Select(kind => new[] { WordOf(kind), Some(kind, random) })],
               [.. type.Results.Select(WordOf)]),
    ];

    public Value[] Arguments() => [.. Parameters.Select(parameter => Parse(parameter[0], parameter[1]))];

    /// <summary>A value in the words of both engines; which NaN it is, JavaScript cannot tell.</summary>
    public static string Text(Value value) => value.Kind switch
    {
        ValueKind.F32 when float.IsNaN(value.F32) => "f32 nan",
        ValueKind.F64 when double.IsNaN(value.F64) => "f64 nan",
        ValueKind.I32 => $"i32 {value.I32}",
        ValueKind.I64 => $"i64 {value.I64}",
        ValueKind.F32 => $"f32 {BitConverter.SingleToUInt32Bits(value.F32)}",
        ValueKind.F64 => $"f64 {BitConverter.DoubleToInt64Bits(value.F64)}",
        _ => $"{WordOf(value.Kind)} {(value.Reference is null ? "null" : "some")}",
    };

    public override string ToString() =>
        $"{Name}({string.Join(", ", Parameters.Select(parameter => string.Join(' ', parameter)))})";

    private static string Some(ValueKind kind, Random random)
    {
        var real = random.Next(2) == 0 ? Reals[random.Next(Reals.Length)] : (random.NextDouble() - 0.5) * 1000;
        var whole = random.Next(2) == 0 ? Edges[random.Next(Edges.Length)] : random.NextInt64();
        return kind switch
        {
            ValueKind.I32 => $"{(int)whole}",
            ValueKind.I64 => $"{whole}",
            ValueKind.F32 => $"{(double.IsNaN(real) ? 0x7FC0_0000 : BitConverter.SingleToUInt32Bits((float)real))}",
            ValueKind.F64 => $"{(double.IsNaN(real) ? 0x7FF8L << 48 : BitConverter.DoubleToInt64Bits(real))}",
            _ => "null",
        };
    }

    private static Value Parse(string kind, string text) => kind switch
    {
        "i32" => Value.FromI32(int.Parse(text, CultureInfo.InvariantCulture)),
        "i64" => Value.FromI64(long.Parse(text, CultureInfo.InvariantCulture)),
        "f32" => Value.FromF32(BitConverter.UInt32BitsToSingle(uint.Parse(text, CultureInfo.InvariantCulture))),
        "f64" => Value.FromF64(BitConverter.Int64BitsToDouble(long.Parse(text, CultureInfo.InvariantCulture))),
        "funcref" => Value.FromFunction(null),
        _ => Value.FromExternal(null),
    };

    private static string WordOf(ValueKind kind) => kind.ToString().ToLowerInvariant();
}
