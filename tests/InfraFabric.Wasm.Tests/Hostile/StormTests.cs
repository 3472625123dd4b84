using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>
/// Code that wants all of something: time, stack, memory, tables. Each gets its limit, and the store lives on.
/// </summary>
public sealed class StormTests
{
    private const byte I32 = ModuleBytes.I32;

    private static readonly ModuleOptions Options = new() { Features = ModuleFeatures.Exceptions };

    public static TheoryData<string> Loops =>
        ["br", "br_if", "br_table", "nested", "calls", "fill", "copy", "host", "grow", "throw"];

    [Theory]
    [MemberData(nameof(Loops))]
    public void Invoke_EndlessLoop_EndsWhenItsFuelDoes(string shape)
    {
        using var store = new Store(new StoreOptions { Fuel = 2_000_000 });
        var instance = Instantiate(store, LoopOf(shape));

        ReasonOf(instance, "run").ShouldBe(TrapReason.OutOfFuel);

        store.Fuel.ShouldBe(0);
        store.Fuel = 1_000;
        instance.GetFunction("one").Invoke()[0].I32.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public void Invoke_EndlessLoop_EndsWhenItIsInterrupted(string shape)
    {
        using var store = new Store();
        using var begun = new ManualResetEventSlim();
        var module = Module.Load(LoopOf(shape).ToArray(), Options with { Metering = Metering.None });
        var instance = new Linker().DefineFunction("m", "n", begun.Set).Instantiate(store, module);
        var interrupter = new Thread(() =>
        {
            begun.Wait();
            store.Interrupt();
        });
        interrupter.Start();

        ReasonOf(instance, "run").ShouldBe(TrapReason.Interrupted);

        interrupter.Join();
        store.Resume();
        instance.GetFunction("one").Invoke()[0].I32.ShouldBe(1);
    }

    [Theory]
    [InlineData("direct", 0, 0)]
    [InlineData("direct", 10, 0)]
    [InlineData("direct", 1_000, 0)]
    [InlineData("direct", 0, 1_000)]
    [InlineData("direct", 0, 49_000)]
    [InlineData("direct", 1_000, 10_000)]
    [InlineData("indirect", 0, 0)]
    [InlineData("indirect", 100, 100)]
    [InlineData("mutual", 3, 3)]
    public void Invoke_EndlessRecursion_EndsWhenItsStackDoes(string shape, int parameters, int locals)
    {
        using var store = new Store();
        var instance = Instantiate(store, RecursionOf(shape, parameters, locals));

        for (var again = 0; again < 3; again++)
            ReasonOf(instance, "run").ShouldBe(TrapReason.CallStackExhausted);

        instance.GetFunction("one").Invoke()[0].I32.ShouldBe(1);
    }

    [Theory]
    [InlineData(nameof(Opcode.Block))]
    [InlineData(nameof(Opcode.Loop))]
    [InlineData(nameof(Opcode.If))]
    public void Invoke_DeepestNesting_Runs(string opcode)
    {
        var code = new Code();
        for (var depth = 1; depth < ModuleLimits.Default.MaxNesting; depth++)
            code.Append(opcode == nameof(Opcode.If) ? new Code().I32(1) : new Code()).Open(Enum.Parse<Opcode>(opcode));
        code.I32(0).Add(Opcode.BrIf, 4_000);
        for (var depth = 1; depth < ModuleLimits.Default.MaxNesting; depth++)
            code.End();
        using var store = new Store();

        ReasonOf(Instantiate(store, Whole(code)), "run").ShouldBeNull();
    }

    [Fact]
    public void Invoke_MostBranchTargets_BranchesAsItShould()
    {
        var targets = Enumerable.Range(0, ModuleLimits.Default.MaxBranchTargets).Select(i => (uint)(i & 1)).ToArray();
        var code = new Code().Open(Opcode.Block).Open(Opcode.Block)
            .I32(targets.Length - 1).Add(Opcode.BrTable, [(uint)targets.Length, .. targets, 0])
            .End().Add(Opcode.Unreachable).End();
        using var store = new Store();

        ReasonOf(Instantiate(store, Whole(code)), "run").ShouldBeNull();
    }

    [Fact]
    public void Invoke_FunctionOfMegabytes_Runs()
    {
        var code = new Code().I32(1);
        for (var i = 0; i < 500_000; i++)
            code.I32(i).Add(Opcode.I32Xor);
        using var store = new Store();

        ReasonOf(Instantiate(store, Whole(code.Add(Opcode.Drop))), "run").ShouldBeNull();
    }

    [Fact]
    public void Invoke_FunctionThatCannotBeCompiled_IsRefusedAsTooLarge()
    {
        using var store = new Store();
        var instance = Instantiate(store, RecursionOf("direct", 100, 40_000));

        for (var again = 0; again < 2; again++)
        {
            Should.Throw<InvalidModuleException>(() => instance.GetFunction("run").Invoke())
                .Fault.ShouldBe(ModuleFault.TooLarge);
        }

        instance.GetFunction("one").Invoke()[0].I32.ShouldBe(1);
    }

    [Fact]
    public void Invoke_RecursionWithDeepExpressions_EndsWhenItsStackDoes()
    {
        // Thousands of values wait on the operand stack for each call to return.
        var code = new Code();
        for (var i = 0; i < 5_000; i++)
            code.Add(Opcode.LocalGet, 0).I32(i).Add(Opcode.I32Xor);
        code.Add(Opcode.LocalGet, 0).Add(Opcode.Call, 2);
        for (var i = 0; i < 5_000; i++)
            code.Add(Opcode.I32Add);
        using var store = new Store();
        var instance = Instantiate(store, Base().Type([I32], [I32]).Function(1, new Code().I32(1))
            .Function(2, code).Function(0, new Code().I32(7).Add(Opcode.Call, 2).Add(Opcode.Drop)).Export("run", 0, 3)
            .Export("one", 0, 1));

        ReasonOf(instance, "run").ShouldBe(TrapReason.CallStackExhausted);
    }

    [Fact]
    public void Invoke_MemoryThatGrowsForEver_StopsAtTheStoresLimit()
    {
        using var store = new Store(new StoreOptions { MaxMemoryPages = 100 });
        var grow = new Code().Open(Opcode.Loop)
            .I32(1).Add(Opcode.MemoryGrow, 0).I32(-1).Add(Opcode.I32Ne).Add(Opcode.BrIf, 0).End();
        var instance = Instantiate(store, Whole(grow));

        ReasonOf(instance, "run").ShouldBeNull();

        instance.GetMemory("memory").Pages.ShouldBe(100u);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(65_536)]
    public void Invoke_MemoryThatGrowsByFarTooMuch_StaysAsItIs(int pages)
    {
        using var store = new Store();
        var grow = new Code().I32(pages).Add(Opcode.MemoryGrow, 0).I32(-1).Add(Opcode.I32Ne)
            .Open(Opcode.If).Add(Opcode.Unreachable).End();
        var instance = Instantiate(store, Whole(grow));

        ReasonOf(instance, "run").ShouldBeNull();

        instance.GetMemory("memory").Pages.ShouldBe(1u);
    }

    [Fact]
    public void Invoke_TableThatGrowsForEver_StopsAtTheStoresLimit()
    {
        using var store = new Store(new StoreOptions { MaxTableElements = 5_000 });
        var grow = new Code().Open(Opcode.Loop).Add(Opcode.RefNull, ModuleBytes.FuncRef).I32(7)
            .Add(Opcode.TableGrow, 0).I32(-1).Add(Opcode.I32Ne).Add(Opcode.BrIf, 0).End();
        var instance = Instantiate(store, Whole(grow));

        ReasonOf(instance, "run").ShouldBeNull();

        instance.GetTable("table").Count.ShouldBe(4_999u);
    }

    [Fact]
    public void Instantiate_MoreThanTheStoreAllows_IsRefused()
    {
        using var store = new Store(new StoreOptions { MaxInstances = 3, MaxMemoryPages = 1_000 });
        var module = Module.Load(Whole(new Code()).ToArray(), Options);
        for (var i = 0; i < 3; i++)
            Linker().Instantiate(store, module);

        Should.Throw<LinkException>(() => Linker().Instantiate(store, module));
    }

    private static ModuleBytes LoopOf(string shape) => Whole(new Code().Add(Opcode.Call, 0).Append(shape switch
    {
        "br" => new Code().Open(Opcode.Loop).Add(Opcode.Br, 0).End(),
        "br_if" => new Code().Open(Opcode.Loop).I32(1).Add(Opcode.BrIf, 0).End(),
        "br_table" => new Code().Open(Opcode.Loop).I32(3).Add(Opcode.BrTable, 1, 0, 0).End(),
        "nested" => new Code().Open(Opcode.Loop).Open(Opcode.Loop).Open(Opcode.Block)
            .Add(Opcode.Br, 2).End().End().End(),
        "calls" => new Code().Open(Opcode.Loop).Add(Opcode.Call, 1).Add(Opcode.Drop).Add(Opcode.Br, 0).End(),
        "fill" => Forever(new Code().I32(0).I32(7).I32(65_536).Add(Opcode.MemoryFill, 0)),
        "copy" => Forever(new Code().I32(1).I32(0).I32(65_535).Add(Opcode.MemoryCopy, 0, 0)),
        "throw" => Forever(new Code().Open(Opcode.Block).Add(Opcode.TryTable, 0x40, 1, 2, 0)
            .Add(Opcode.Throw, 0).End().End()),
        "host" => Forever(new Code().Add(Opcode.Call, 0)),
        _ => Forever(new Code().I32(0).Add(Opcode.MemoryGrow, 0).Add(Opcode.Drop)),
    }));

    private static Code Forever(Code body) => new Code().Open(Opcode.Loop).Append(body).Add(Opcode.Br, 0).End();

    // What calls itself with as many parameters as it has; what it would return is used, so that no call is the last.
    private static ModuleBytes RecursionOf(string shape, int parameters, int locals)
    {
        var pass = new Code();
        for (var i = 0; i < parameters; i++)
            pass.Add(Opcode.LocalGet, (uint)i);
        var call = shape == "indirect"
            ? pass.I32(0).Add(Opcode.CallIndirect, 2, 0)
            : pass.Add(Opcode.Call, shape == "mutual" ? 3u : 2u);
        var back = new Code();
        for (var i = 0; i < parameters; i++)
            back.Add(Opcode.LocalGet, (uint)i);
        byte[] own = locals == 0 ? [0] : [1, .. ModuleBytes.U32((uint)locals), I32];
        Code Using(Code body) =>
            locals == 0 ? body : body.Add(Opcode.LocalTee, (uint)(parameters + locals - 1)).I32(1).Add(Opcode.I32Add);
        var start = new Code();
        for (var i = 0; i < parameters; i++)
            start.I32(i);
        return Base().Type([.. Enumerable.Repeat(I32, parameters)], [I32])
            .Function(1, new Code().I32(1))
            .FunctionWithLocals(2, own, Using(call))
            .FunctionWithLocals(2, own, Using(back.Add(Opcode.Call, 2)))
            .Function(0, start.Add(Opcode.Call, 2).Add(Opcode.Drop))
            .Add(SectionId.Element, [0, .. new Code().I32(0).End().ToArray(), 1, 2])
            .Export("one", 0, 1).Export("run", 0, 4);
    }

    private static ModuleBytes Base() => new ModuleBytes().Type([], []).Type([], [I32]).ImportFunction(0)
        .Memory(1).Tag(0).Table(ModuleBytes.FuncRef, 1).Export("memory", 2, 0).Export("table", 1, 0);

    private static ModuleBytes Whole(Code run) =>
        Base().Function(1, new Code().I32(1)).Function(0, run).Export("one", 0, 1).Export("run", 0, 2);

    private static Linker Linker() => new Linker().DefineFunction("m", "n", () => { });

    private static Instance Instantiate(Store store, ModuleBytes module) =>
        Linker().Instantiate(store, Module.Load(module.ToArray(), Options));

    private static TrapReason? ReasonOf(Instance instance, string function) =>
        Traps.ReasonOf(() => instance.GetFunction(function).Invoke());
}
