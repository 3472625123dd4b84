using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Compilation;

/// <summary>What is counted of the stack is enough for what the machine code takes, in each tier.</summary>
public sealed class RealStackTests
{
    private const int Segments = 300;

    // Loads, divides, converts and calls with three parameters; the result is dropped.
    private static readonly byte[] Segment =
    [
        0x41, 8, 0x28, 2, 4, 0x41, 3, 0x6F,
        0x41, 16, 0x29, 3, 8, 0x42, 3, 0x81,
        0x41, 24, 0x2B, 3, 0, 0x44, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0xA0,
        0x10, 1, 0x1A,
    ];

    public static TheoryData<string> Policies =>
        [nameof(CodePolicies.Quick), nameof(CodePolicies.Optimised), nameof(CodePolicies.Impatient)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Invoke_DeepRecursionOfALongFunction_StaysWithinTheRealStack(string policy)
    {
        using var store = new Store();
        var (least, before) = (long.MaxValue, 0L);
        var linker = new Linker().DefineFunction("m", "n", () => { least = Math.Min(least, StackGuard.Left); });
        var options = new ModuleOptions { Code = CodePolicies.Find(policy) };
        var run = linker.Instantiate(store, Module.Load(Recursion().ToArray(), options)).GetFunction("f");
        TrapReason? reason = null;

        var thread = new Thread(() => (before, reason) = (StackGuard.Left, Trap(run)), 256 << 20);
        thread.Start();
        thread.Join();

        reason.ShouldBe(TrapReason.CallStackExhausted);
        (before - least).ShouldBeLessThan((long)store.Options.MaxStackBytes * StackGuard.RealBytesPerByte);
    }

    private static TrapReason Trap(Function function) =>
        Should.Throw<TrapException>(() => function.Invoke()).Reason;

    private static ModuleBytes Recursion() => new ModuleBytes()
        .Type([], []).Type([I32, I64, F64], [I64]).ImportFunction(0).Memory(1)
        .Function(1, 0x20, 1)
        .Function(0, [0x10, 0, .. Enumerable.Repeat(Segment, Segments).SelectMany(code => code), 0x10, 2])
        .Export("f", 0, 2);
}
