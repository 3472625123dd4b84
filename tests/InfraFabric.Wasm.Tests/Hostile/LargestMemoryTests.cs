using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>
/// The largest memory there can be: addresses that wrap with what is added to them are in it again, and those that were
/// checked together must not be taken for it.
/// </summary>
public sealed class LargestMemoryTests
{
    private const uint Length = 0xFFFF_0000;

    [Theory]
    [InlineData(0u, 8)]
    [InlineData(0u, -4)]
    [InlineData(Length - 4, 0)]
    [InlineData(Length - 4, -4)]
    [InlineData(Length - 4, 1)]
    [InlineData(Length - 4, 4)]
    [InlineData(Length - 4, 65_532)]
    [InlineData(Length - 4, 65_540)]
    [InlineData(Length - 4, -65_540)]
    [InlineData(Length - 0x1_0004, 0x2_0004)]
    [InlineData(Length - 0x1_0004, 0x1_0004)]
    [InlineData(0xFFFF_0000, 0x1_0000)]
    [InlineData(0xFFFF_FFFF, 1)]
    public void Load_NearAnother_TrapsWhereOneOfThemIsOutside(uint address, int added)
    {
        using var store = new Store();
        var instance = new Linker().Instantiate(store, Module.Load(LoadingBoth(added, Length / Memory.PageBytes)));
        instance.GetMemory("memory").Write(0, 1)[0] = 7;

        int? sum;
        try
        {
            sum = instance.GetFunction("run").Invoke(Value.FromI32((int)address))[0].I32;
        }
        catch (TrapException trap)
        {
            trap.Reason.ShouldBe(TrapReason.MemoryOutOfBounds);
            sum = null;
        }

        sum.ShouldBe(Contains(address) && Contains(address + (uint)added)
            ? At(address) + At(address + (uint)added)
            : null);
    }

    [Fact]
    public void Grow_ToTheLargest_IsAllowedAndNoFurther()
    {
        using var store = new Store();
        var memory = new Memory(store, new Types.MemoryType(new Types.SizeRange(0, null)));

        memory.Grow(65_536).ShouldBeNull();
        memory.Grow(65_535).ShouldBe(0u);
        memory.Grow(1).ShouldBeNull();
    }

    [Fact]
    public void Instantiate_LargerThanTheLargest_IsRefused()
    {
        using var store = new Store();
        var module = Module.Load(LoadingBoth(0, 65_536));

        Should.Throw<LinkException>(() => new Linker().Instantiate(store, module)).Message.ShouldContain("65535");
    }

    private static bool Contains(uint address) => address <= Length - 4;

    private static int At(uint address) => address == 0 ? 7 : 0;

    private static byte[] LoadingBoth(int added, uint pages)
    {
        var code = new Code().Add(Opcode.LocalGet, 0).Add(Opcode.I32Load, 0, 0);
        code.Add(Opcode.LocalGet, 0).I32(added).Add(Opcode.I32Add).Add(Opcode.I32Load, 0, 0).Add(Opcode.I32Add);
        return new ModuleBytes().Type([ModuleBytes.I32], [ModuleBytes.I32]).Memory(pages).Export("memory", 2, 0)
            .Function(0, code).Export("run", 0, 0).ToArray();
    }
}
