using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>
/// Memory instructions at every edge: what reaches beyond the memory by one byte traps and writes nothing, also where
/// address and offset together go beyond 32 bits.
/// </summary>
public sealed class EdgeAccessTests
{
    private const uint Length = Memory.PageBytes;

    private static readonly uint[] Edges =
        [0, 1, Length - 17, Length - 16, Length - 15, Length - 9, Length - 8, Length - 7, Length - 4, Length - 3,
         Length - 2, Length - 1, Length, Length + 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_0000, 0xFFFF_FFF0, 0xFFFF_FFFF];

    public static TheoryData<string> Names => [.. Access.All.Select(access => access.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_AddressFromOutside_TrapsBeyondTheEdge(string name)
    {
        var access = Access.All.Single(one => one.ToString() == name);
        var module = new ModuleBytes().Type([ModuleBytes.I32], []).Memory(1).Export("memory", 2, 0);
        foreach (var (index, offset) in Edges.Index())
        {
            module.Function(0, access.At(new Code().Add(Opcode.LocalGet, 0), offset))
                .Export($"{offset}", 0, (uint)index);
        }

        using var store = new Store();
        var instance = new Linker().Instantiate(store, Module.Load(module.ToArray()));

        foreach (var offset in Edges)
        {
            foreach (var address in Edges)
                ShouldTrapBeyond(access, instance, $"{offset}", address, offset, Value.FromI32((int)address));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_AddressInTheCode_TrapsBeyondTheEdge(string name)
    {
        var access = Access.All.Single(one => one.ToString() == name);
        var module = new ModuleBytes().Type([], []).Memory(1).Export("memory", 2, 0);
        var pairs = Edges.SelectMany(address => Edges.Select(offset => (address, offset))).ToArray();
        foreach (var (index, (address, offset)) in pairs.Index())
        {
            module.Function(0, access.At(new Code().I32((int)address), offset))
                .Export($"{address}+{offset}", 0, (uint)index);
        }

        using var store = new Store();
        var instance = new Linker().Instantiate(store, Module.Load(module.ToArray()));

        foreach (var (address, offset) in pairs)
            ShouldTrapBeyond(access, instance, $"{address}+{offset}", address, offset);
    }

    private static void ShouldTrapBeyond(
        Access access, Instance instance, string function, uint address, uint offset, params Value[] arguments)
    {
        var memory = instance.GetMemory("memory");
        var fits = (ulong)address + offset + (ulong)access.Bytes <= Length;
        var what = $"{access} at {address} + {offset}";

        var reason = Traps.ReasonOf(() => instance.GetFunction(function).Invoke(arguments));

        reason.ShouldBe(fits ? null : TrapReason.MemoryOutOfBounds, what);
        var written = memory.Read(0, (int)Length).ContainsAnyExcept((byte)0);
        written.ShouldBe(fits && access.IsStore, what);
        if (written)
            memory.Write(address + offset, access.Bytes).Clear();
        memory.Read(0, (int)Length).ContainsAnyExcept((byte)0).ShouldBeFalse($"{what} wrote elsewhere");
    }
}
