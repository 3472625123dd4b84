using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>
/// However a function is made, its calls take no more of the real stack than the engine sees to before it lets them
/// begin: the process would end.
/// </summary>
public sealed unsafe class StackUseTests
{
    private const int StackBytes = 256 << 10;

    private static readonly ModuleOptions Options = new() { Features = ModuleFeatures.Exceptions };

    public static TheoryData<string> Shapes => [.. Bodies.Keys];

    // Each calls the host, then itself, and keeps something across the call that it uses afterwards.
    private static readonly Dictionary<string, (byte[] Parameters, byte[] Locals, byte[] Code)> Bodies = new()
    {
        ["nothing"] = ([], [0], [0x10, 0, 0x10, 1]),
        ["integers"] = ([], [1, 100, I64], [.. Each(100, Load(0x29)), 0x10, 0, 0x10, 1, .. Each(100, Store(0x37))]),
        ["floats"] = ([], [1, 100, F64], [.. Each(100, Load(0x2B)), 0x10, 0, 0x10, 1, .. Each(100, Store(0x39))]),
        ["vectors"] = (
            [], [1, 100, V128],
            [.. Each(100, i => [0x41, 0, 0xFD, 0, 0, .. U32(i * 16), 0x21, .. U32(i)]), 0x10, 0, 0x10, 1,
                .. Each(100, i => [0x41, 0, 0x20, .. U32(i), 0xFD, 11, 0, .. U32(i * 16)])]),
        ["operands"] = (
            [], [0],
            [.. Each(100, i => [0x41, 0, 0x29, 0, .. U32(i * 8)]), 0x10, 0, 0x10, 1,
                .. Each(99, _ => [0x7C]), 0x1A]),
        ["operands of all kinds at each height"] = (
            [], [0],
            [.. Each(4, kind => [.. Each(50, i => [0x41, 0, (byte)(0x28 + kind), 0, .. U32(i * 8)]), 0x10, 0,
                .. Each(50, _ => [0x1A])]), 0x10, 1]),
        ["what is caught at each depth"] = (
            [], [1, 50, I64],
            [.. Each(50, Load(0x29)),
                .. Each(20, _ => [0x02, 0x40, 0x1F, 0x40, 1, 0, 0, 0, 0x10, 0, 0x08, 0, End, End]), 0x10, 1,
                .. Each(50, Store(0x37))]),
        ["parameters"] = (
            [.. Enumerable.Repeat(I64, 100)], [0],
            [0x10, 0, .. Each(100, i => [0x20, .. U32(i)]), 0x10, 1, .. Each(100, i => [0x20, .. U32(i), 0x1A])]),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Recursion_WithoutEnd_StaysWithinTheRealStack(string shape)
    {
        var (parameters, locals, code) = Bodies[shape];
        var module = Module.Load(new ModuleBytes().Type([], []).Type(parameters, [])
            .ImportFunction("host", "look", 0).Memory(1).Tag(0)
            .FunctionWithLocals(1, locals, code).Export("run", 0, 1).ToArray(), Options);
        using var store = new Store(new StoreOptions { MaxStackBytes = StackBytes });
        byte here;
        var top = (nuint)(&here);
        var lowest = top;
        var depth = 0;
        var linker = new Linker().DefineFunction("host", "look", () =>
        {
            byte local;
            lowest = Math.Min(lowest, (nuint)(&local));
            depth++;
        });
        var run = linker.Instantiate(store, module).GetFunction("run");

        var trap = Should.Throw<TrapException>(
            () => run.Invoke([.. Enumerable.Repeat(Value.FromI64(1), parameters.Length)]));

        trap.Reason.ShouldBe(TrapReason.CallStackExhausted);
        depth.ShouldBeGreaterThan(100);
        ((long)(top - lowest)).ShouldBeLessThan((long)StackBytes * StackGuard.RealBytesPerByte);
    }

    private static Func<uint, byte[]> Load(byte opcode) => i => [0x41, 0, opcode, 0, .. U32(i * 8), 0x21, .. U32(i)];

    private static Func<uint, byte[]> Store(byte opcode) => i => [0x41, 0, 0x20, .. U32(i), opcode, 0, .. U32(i * 8)];

    private static byte[] Each(uint count, Func<uint, byte[]> code)
    {
        var all = new List<byte>();
        for (var i = 0u; i < count; i++)
            all.AddRange(code(i));
        return [.. all];
    }
}
