using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Tests.Compilation;
using InfraFabric.Wasm.Tests.Hostile;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Exceptions;

/// <summary>What leaves a guest, what no guest can catch, and what stays right when it has caught something.</summary>
public sealed class ThrowTests
{
    private const uint Empty = 0x40;
    private const byte FunctionKind = 0;
    private const int TailCalls = 200_000;

    public static TheoryData<string> Policies => CodePolicies.Names;

    [Theory]
    [MemberData(nameof(Policies))]
    public void Invoke_NobodyCatches_TellsTheHostWithTagValuesAndTrace(string policy)
    {
        using var store = new Store();
        var instance = Instantiate(store, new ModuleBytes().Type([I32, F64], []).Type([], []).Tag(0)
            .Function(1, new Code().I32(7).F64(0.5).Add(Opcode.Throw, 0))
            .Function(1, new Code().Open(Opcode.Block).Add(Opcode.TryTable, Empty, 0).Add(Opcode.Call, 0).End().End())
            .Names("broken", (0, "fail"), (1, "main"))
            .Export("run", FunctionKind, 1).Export("failure", 4, 0), policy);

        var thrown = Should.Throw<WasmException>(() => instance.GetFunction<Action>("run")());

        thrown.Tag.ShouldBeSameAs(instance.GetTag("failure"));
        thrown.Values.Select(value => value.ToString()).ShouldBe(["i32 7", "f64 0.5"]);
        thrown.ToString().ShouldBe(
            "wasm exception: uncaught exception: tag (i32, f64)\nwasm trace:\n   at broken!fail\n   at broken!main");
    }

    [Theory]
    [InlineData("divide", TrapReason.IntegerDivideByZero)]
    [InlineData("load", TrapReason.MemoryOutOfBounds)]
    [InlineData("recurse", TrapReason.CallStackExhausted)]
    [InlineData("spin", TrapReason.OutOfFuel)]
    [InlineData("null", TrapReason.NullException)]
    public void Invoke_TrapInATryTable_PassesThrough(string export, TrapReason reason)
    {
        using var store = new Store(new StoreOptions { Fuel = 1_000_000 });
        var module = new ModuleBytes().Type([], []).Type([], [ExnRef]).Memory(1)
            .Function(0, Caught(new Code().I32(1).I32(0).Add(Opcode.I32DivS).Add(Opcode.Drop)))
            .Function(0, Caught(new Code().I32(-1).Add(Opcode.I32Load, 2, 0).Add(Opcode.Drop)))
            .Function(0, Caught(new Code().Add(Opcode.Call, 2)))
            .Function(0, Caught(new Code().Open(Opcode.Loop).Add(Opcode.Br, 0).End()))
            .Function(0, Caught(new Code().Add(Opcode.RefNull, ExnRef).Add(Opcode.ThrowRef)))
            .Export("divide", 0, 0).Export("load", 0, 1).Export("recurse", 0, 2).Export("spin", 0, 3)
            .Export("null", 0, 4);
        var run = Instantiate(store, module).GetFunction<Action>(export);

        Should.Throw<TrapException>(() => run()).Reason.ShouldBe(reason);
    }

    [Fact]
    public void Invoke_InterruptedInATryTable_PassesThrough()
    {
        using var store = new Store();
        var module = new ModuleBytes().Type([], []).ImportFunction(0)
            .Function(0, Caught(new Code().Add(Opcode.Call, 0).Open(Opcode.Loop).Add(Opcode.Br, 0).End()))
            .Export("run", FunctionKind, 1);
        var linker = new Linker().DefineFunction("m", "n", () => store.Interrupt());
        var run = linker.Instantiate(store, Load(module)).GetFunction<Action>("run");

        Should.Throw<TrapException>(() => run()).Reason.ShouldBe(TrapReason.Interrupted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Invoke_TailCallsOutOfTryTables_RunInConstantStack(bool isIndirect)
    {
        using var store = new Store(new StoreOptions { MaxStackBytes = 4_096 });
        var again = new Code().Add(Opcode.LocalGet, 0).I32(1).Add(Opcode.I32Sub);
        again = isIndirect ? again.I32(0).Add(Opcode.ReturnCallIndirect, 0, 0) : again.Add(Opcode.ReturnCall, 0);
        var module = new ModuleBytes().Type([I32], [I32]).Table(FuncRef, 1)
            .Add(SectionId.Element, [0, .. new Code().I32(0).End().ToArray(), 1, 0])
            .Function(0, new Code().Add(Opcode.LocalGet, 0).Add(Opcode.I32Eqz).Open(Opcode.If)
                .I32(42).Add(Opcode.Return).End()
                .Open(Opcode.Block).Add(Opcode.TryTable, Empty, 1, 2, 0).Append(again).End().End().I32(-1))
            .Export("f", FunctionKind, 0);

        Instantiate(store, module).GetFunction<Func<int, int>>("f")(TailCalls).ShouldBe(42);
    }

    [Fact]
    public void Invoke_AfterManyCatches_HasTheStackItHadBefore()
    {
        using var store = new Store(new StoreOptions { MaxStackBytes = 100_000 });
        var instance = Instantiate(store, Diver());
        var dive = instance.GetFunction<Action<int>>("dive");
        var depth = instance.GetGlobal("depth");
        Should.Throw<TrapException>(() => dive(0)).Reason.ShouldBe(TrapReason.CallStackExhausted);
        var deepest = depth.Value.I32;
        depth.Value = Value.FromI32(0);

        Should.Throw<TrapException>(() => dive(1_000)).Reason.ShouldBe(TrapReason.CallStackExhausted);

        deepest.ShouldBeGreaterThan(100);
        depth.Value.I32.ShouldBe(deepest);
    }

    [Fact]
    public void Invoke_ChainOfExceptions_IsStoppedAtItsLimit()
    {
        using var store = new Store(new StoreOptions { MaxExceptionValues = 100 });
        var module = new ModuleBytes().Type([ExnRef], []).Type([], []).Type([], [ExnRef]).Tag(0)
            .Global(I32, true, (byte)Opcode.I32Const, 0)
            .FunctionWithLocals(1, [1, 1, ExnRef], new Code().Open(Opcode.Loop)
                .Add(Opcode.Block, ExnRef).Add(Opcode.TryTable, Empty, 1, 3, 0)
                .Add(Opcode.LocalGet, 0).Add(Opcode.Throw, 0).End().Add(Opcode.Unreachable).End()
                .Add(Opcode.LocalSet, 0)
                .Add(Opcode.GlobalGet, 0).I32(1).Add(Opcode.I32Add).Add(Opcode.GlobalSet, 0)
                .Add(Opcode.Br, 0).End())
            .Export("run", FunctionKind, 0).Export("made", 3, 0);
        var instance = Instantiate(store, module);

        var trap = Should.Throw<TrapException>(() => instance.GetFunction<Action>("run")());

        // Each holds the one before, which counts as one more: 1, 3, 5, … 99.
        trap.Reason.ShouldBe(TrapReason.ExceptionTooLarge);
        instance.GetGlobal("made").Value.I32.ShouldBe(50);
    }

    // A block that catches everything and goes on, and then traps in another way.
    private static Code Caught(Code code) => new Code()
        .Open(Opcode.Block).Add(Opcode.TryTable, Empty, 1, 2, 0).Append(code).End().End()
        .Add(Opcode.Block, ExnRef).Add(Opcode.TryTable, Empty, 1, 3, 0).Append(code).End()
        .Add(Opcode.RefNull, ExnRef).End().Add(Opcode.Drop);

    // dive(n): catches n exceptions that come from ten calls below, then calls itself without end.
    private static ModuleBytes Diver() => new ModuleBytes().Type([I32], []).Type([], []).Tag(1)
        .Global(I32, true, (byte)Opcode.I32Const, 0)
        .Function(0, new Code().Open(Opcode.Loop)
            .Add(Opcode.LocalGet, 0).Open(Opcode.If)
            .Open(Opcode.Block).Add(Opcode.TryTable, Empty, 1, 0, 0, 0).I32(10).Add(Opcode.Call, 1).End().End()
            .Add(Opcode.LocalGet, 0).I32(1).Add(Opcode.I32Sub).Add(Opcode.LocalSet, 0).Add(Opcode.Br, 1).End().End()
            .Add(Opcode.GlobalGet, 0).I32(1).Add(Opcode.I32Add).Add(Opcode.GlobalSet, 0)
            .I32(0).Add(Opcode.Call, 0))
        .Function(0, new Code().Add(Opcode.LocalGet, 0).Add(Opcode.I32Eqz).Open(Opcode.If).Add(Opcode.Throw, 0).End()
            .Add(Opcode.LocalGet, 0).I32(1).Add(Opcode.I32Sub).Add(Opcode.Call, 1))
        .Export("dive", FunctionKind, 0).Export("depth", 3, 0);

    private static Instance Instantiate(
        Store store, ModuleBytes module, string policy = nameof(CodePolicies.Optimised)) =>
        new Linker().Instantiate(store, Load(module, policy));

    private static Module Load(ModuleBytes module, string policy = nameof(CodePolicies.Optimised)) =>
        Module.Load(module.ToArray(), new ModuleOptions
        {
            Features = ModuleFeatures.Exceptions | ModuleFeatures.TailCalls,
            Code = CodePolicies.Find(policy),
        });
}
