using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Tests.Hostile;

namespace InfraFabric.Wasm.Tests.Compilation;

public sealed class ReinterpretTests
{
    [Theory]
    [InlineData(nameof(Opcode.I32Load8U), 0x81)]
    [InlineData(nameof(Opcode.I32Load8S), unchecked((int)0xFFFF_FF81))]
    [InlineData(nameof(Opcode.I32Load16U), 0x8281)]
    [InlineData(nameof(Opcode.I32Load16S), unchecked((int)0xFFFF_8281))]
    [InlineData(nameof(Opcode.I32Load), unchecked((int)0x8483_8281))]
    public void Invoke_FloatOfANarrowLoad_HasOnlyTheBitsThatWereLoaded(string load, int bits)
    {
        var code = new Code().Add(Opcode.LocalGet, 0).Add(Enum.Parse<Opcode>(load), 0, 0).Add(Opcode.F32ReinterpretI32);
        var module = new ModuleBytes().Type([ModuleBytes.I32], [ModuleBytes.F32]).Memory(1)
            .Export("memory", 2, 0).Export("f", 0, 0).Function(0, code);
        using var store = new Store();
        var instance = new Linker().Instantiate(store, Module.Load(module.ToArray()));
        byte[] bytes = [0x81, 0x82, 0x83, 0x84];
        bytes.CopyTo(instance.GetMemory("memory").Write(0, 4));

        var result = instance.GetFunction("f").Invoke(Value.FromI32(0))[0].F32;

        BitConverter.SingleToInt32Bits(result).ShouldBe(bits);
    }
}
