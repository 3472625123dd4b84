using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Tests.Hostile;

namespace InfraFabric.Wasm.Tests.Compilation;

/// <summary>The signs of zeros that the just-in-time compiler sees as constants.</summary>
public sealed class ZeroTests
{
    [Theory]
    [InlineData(nameof(Opcode.F64Min), true, false, true)]
    [InlineData(nameof(Opcode.F64Min), false, true, true)]
    [InlineData(nameof(Opcode.F64Min), true, true, true)]
    [InlineData(nameof(Opcode.F64Min), false, false, false)]
    [InlineData(nameof(Opcode.F64Max), true, false, false)]
    [InlineData(nameof(Opcode.F64Max), false, true, false)]
    [InlineData(nameof(Opcode.F64Max), true, true, true)]
    [InlineData(nameof(Opcode.F64Max), false, false, false)]
    public void Invoke_LesserOrGreaterOfTwoZeros_HasTheRightSign(
        string name, bool isFirst, bool isSecond, bool isNegative)
    {
        var (a, b) = (isFirst ? -0.0 : 0.0, isSecond ? -0.0 : 0.0);
        var opcode = Enum.Parse<Opcode>(name);
        var single = Enum.Parse<Opcode>(name.Replace("F64", "F32", StringComparison.Ordinal));
        byte[] f64 = [ModuleBytes.F64], f32 = [ModuleBytes.F32];
        var module = new ModuleBytes().Type(f64, f64).Type([], f64).Type(f32, f32)
            .Function(0, new Code().F64(a).Add(Opcode.LocalGet, 0).Add(opcode)).Export("left", 0, 0)
            .Function(0, new Code().Add(Opcode.LocalGet, 0).F64(b).Add(opcode)).Export("right", 0, 1)
            .Function(1, new Code().F64(a).F64(b).Add(opcode)).Export("both", 0, 2)
            .Function(2, new Code().F32((float)a).Add(Opcode.LocalGet, 0).Add(single)).Export("single", 0, 3);
        using var store = new Store();
        var instance = new Linker().Instantiate(store, Module.Load(module.ToArray()));

        double[] results =
        [
            instance.GetFunction<Func<double, double>>("left")(b),
            instance.GetFunction<Func<double, double>>("right")(a),
            instance.GetFunction<Func<double>>("both")(),
            instance.GetFunction<Func<float, float>>("single")((float)b),
        ];

        results.Select(double.IsNegative).ShouldAllBe(negative => negative == isNegative);
    }
}
