using System.Collections.Frozen;
using System.Reflection;
using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Simd;

/// <summary>The methods that do what vector instructions say. Each has the name of its instruction.</summary>
internal static class SimdMethods
{
    private static readonly FrozenDictionary<Opcode, MethodInfo> All = new[]
        {
            typeof(Bitwise), typeof(Int8Lanes), typeof(Int16Lanes), typeof(Int32Lanes), typeof(Int64Lanes),
            typeof(FloatLanes), typeof(DoubleLanes), typeof(Conversions),
        }
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .ToFrozenDictionary(method => Enum.Parse<Opcode>(method.Name));

    /// <summary>The method of a vector instruction that computes; null for loads, stores and constants.</summary>
    public static MethodInfo? Find(Opcode opcode) => All.GetValueOrDefault(opcode);
}
