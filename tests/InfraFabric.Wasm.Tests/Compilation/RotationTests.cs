using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Tests.Hostile;

namespace InfraFabric.Wasm.Tests.Compilation;

/// <summary>Whether a number is zero after it was rotated by a constant.</summary>
public sealed class RotationTests
{
    [Theory]
    [InlineData(nameof(Opcode.I32Rotl), 0)]
    [InlineData(nameof(Opcode.I32Rotl), 4)]
    [InlineData(nameof(Opcode.I32Rotr), 0)]
    [InlineData(nameof(Opcode.I32Rotr), 4)]
    public void Invoke_BranchOnARotatedNumber_GoesAsTheNumberSays(string rotation, int value)
    {
        var rotated = new Code().Add(Opcode.LocalGet, 0).I32(7).Add(Enum.Parse<Opcode>(rotation));
        using var store = new Store();

        Choose(store, rotated.Add(Opcode.I32Eqz))(value).ShouldBe(value == 0 ? 1 : 2);
    }

    [Theory]
    [InlineData(nameof(Opcode.I64Rotl), 0)]
    [InlineData(nameof(Opcode.I64Rotl), 4)]
    [InlineData(nameof(Opcode.I64Rotr), 0)]
    [InlineData(nameof(Opcode.I64Rotr), 4)]
    public void Invoke_BranchOnARotatedLongNumber_GoesAsTheNumberSays(string rotation, int value)
    {
        var rotated = new Code().Add(Opcode.LocalGet, 0).Add(Opcode.I64ExtendI32S).I64(7)
            .Add(Enum.Parse<Opcode>(rotation)).I64(0).Add(Opcode.I64Eq);
        using var store = new Store();

        Choose(store, rotated)(value).ShouldBe(value == 0 ? 1 : 2);
    }

    private static Func<int, int> Choose(Store store, Code condition)
    {
        var code = condition.Open(Opcode.If).I32(1).Add(Opcode.Return).End().I32(2);
        var module = new ModuleBytes().Type([ModuleBytes.I32], [ModuleBytes.I32])
            .Function(0, code).Export("choose", 0, 0);
        return new Linker().Instantiate(store, Module.Load(module.ToArray())).GetFunction<Func<int, int>>("choose");
    }
}
