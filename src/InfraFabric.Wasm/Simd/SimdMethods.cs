using System.Collections.Frozen;
using System.Reflection;
using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Simd;

/// <summary>
/// The methods that do what vector instructions say. Each has the name of its instruction; without the shape where
/// there is one for several.
/// </summary>
internal static class SimdMethods
{
    private static readonly FrozenDictionary<Opcode, MethodInfo> All = new (string Shape, Type Type)[]
        {
            ("", typeof(Bitwise)), ("", typeof(Conversions)),
            ("", typeof(Int8Lanes)), ("I8x16", typeof(Lanes<sbyte>)), ("I8x16", typeof(IntegerLanes<sbyte, byte>)),
            ("", typeof(Int16Lanes)), ("I16x8", typeof(Lanes<short>)), ("I16x8", typeof(IntegerLanes<short, ushort>)),
            ("", typeof(Int32Lanes)), ("I32x4", typeof(Lanes<int>)), ("I32x4", typeof(IntegerLanes<int, uint>)),
            ("", typeof(Int64Lanes)), ("I64x2", typeof(Lanes<long>)), ("I64x2", typeof(IntegerLanes<long, ulong>)),
            ("F32x4", typeof(Lanes<float>)), ("F32x4", typeof(FloatLanes<float>)),
            ("F64x2", typeof(Lanes<double>)), ("F64x2", typeof(FloatLanes<double>)),
        }
        .SelectMany(lanes => lanes.Type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => (Name: lanes.Shape + method.Name, Method: method)))
        .Where(item => Enum.IsDefined(typeof(Opcode), item.Name))
        .ToFrozenDictionary(item => Enum.Parse<Opcode>(item.Name), item => item.Method);

    /// <summary>The method of a vector instruction that computes; null for loads, stores and constants.</summary>
    public static MethodInfo? Find(Opcode opcode) => All.GetValueOrDefault(opcode);
}
