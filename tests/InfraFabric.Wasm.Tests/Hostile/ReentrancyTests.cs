using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>
/// What a host does in the middle of a call holds at once for the code that called it, and breaks nothing.
/// </summary>
public sealed class ReentrancyTests
{
    private const byte I32 = ModuleBytes.I32;

    [Theory]
    [InlineData(Metering.Fuel)]
    [InlineData(Metering.None)]
    public void Call_HostGrowsTheMemory_NewBytesAreThereAtOnce(Metering metering)
    {
        var code = new Code()
            .I32(8).I32(1).Add(Opcode.I32Store, 0, 0)
            .Add(Opcode.Call, 0)
            .I32(65_536).I32(41).Add(Opcode.I32Store, 0, 65_000)
            .I32(65_536).Add(Opcode.I32Load, 0, 65_000).I32(8).Add(Opcode.I32Load, 0, 0).Add(Opcode.I32Add);
        using var store = new Store();
        var instance = Instantiate(store, code, caller => caller.Memory!.Grow(1).ShouldBe(1u), metering);

        instance.GetFunction("run").Invoke()[0].I32.ShouldBe(42);
    }

    [Theory]
    [InlineData(Metering.Fuel)]
    [InlineData(Metering.None)]
    public void Call_CallbackGrowsTheMemory_NewBytesAreThereAtOnce(Metering metering)
    {
        var code = new Code().I32(8).Add(Opcode.I32Load, 0, 0).Add(Opcode.Call, 0)
            .I32(131_068).Add(Opcode.I32Load, 0, 0).Add(Opcode.I32Add);
        using var store = new Store();
        var instance = Instantiate(
            store, code, caller => caller.Instance!.GetFunction("grow").Invoke()[0].I32.ShouldBe(1), metering);

        instance.GetFunction("run").Invoke()[0].I32.ShouldBe(0);
        Traps.ReasonOf(() => instance.GetMemory("memory").Read(131_069, 4)).ShouldBe(TrapReason.MemoryOutOfBounds);
    }

    [Fact]
    public void Call_HostEmptiesTheTable_NextIndirectCallTraps()
    {
        var code = new Code().I32(0).Add(Opcode.CallIndirect, 1, 0).Add(Opcode.Drop).Add(Opcode.Call, 0)
            .I32(0).Add(Opcode.CallIndirect, 1, 0);
        using var store = new Store();
        var instance = Instantiate(store, code, caller => caller.Instance!.GetTable("table")[0] = null);

        Traps.ReasonOf(() => instance.GetFunction("run").Invoke()).ShouldBe(TrapReason.UninitializedElement);
    }

    [Fact]
    public void Call_HostGrowsTheTable_NewElementsAreThereAtOnce()
    {
        var code = new Code().I32(0).Add(Opcode.CallIndirect, 1, 0).Add(Opcode.Call, 0)
            .I32(5_000).Add(Opcode.CallIndirect, 1, 0).Add(Opcode.I32Add);
        using var store = new Store();
        var instance = Instantiate(store, code, caller =>
        {
            var table = caller.Instance!.GetTable("table");
            table.Grow(10_000, table[0]);
        });

        instance.GetFunction("run").Invoke()[0].I32.ShouldBe(2);
    }

    [Fact]
    public void Call_HostPutsAFunctionOfAnotherType_IndirectCallTraps()
    {
        var code = new Code().Add(Opcode.Call, 0).I32(0).Add(Opcode.CallIndirect, 1, 0);
        using var store = new Store();
        var instance = Instantiate(
            store, code, caller => caller.Instance!.GetTable("table")[0] = caller.Instance.GetFunction("nothing"));

        Traps.ReasonOf(() => instance.GetFunction("run").Invoke()).ShouldBe(TrapReason.IndirectCallTypeMismatch);
    }

    [Fact]
    public void Call_HostAndModuleCallEachOtherForEver_EndsWhenTheirStackDoes()
    {
        using var store = new Store();
        var instance = Instantiate(
            store, new Code().Add(Opcode.Call, 0).I32(1), caller => caller.Instance!.GetFunction("run").Invoke());

        Traps.ReasonOf(() => instance.GetFunction("run").Invoke()).ShouldBe(TrapReason.CallStackExhausted);

        instance.GetFunction("one").Invoke()[0].I32.ShouldBe(1);
    }

    [Fact]
    public void Call_HostThrowsAgainAndAgain_StoreStaysAsItWas()
    {
        using var store = new Store(new StoreOptions { MaxStackBytes = 65_536 });
        var instance = Instantiate(
            store, new Code().Add(Opcode.Call, 0).I32(1), _ => throw new InvalidOperationException("on purpose"));

        var run = instance.GetFunction("run");
        for (var again = 0; again < 5_000; again++)
            Should.Throw<InvalidOperationException>(() => run.Invoke()).Message.ShouldBe("on purpose");

        instance.GetFunction("one").Invoke()[0].I32.ShouldBe(1);
    }

    [Fact]
    public void Call_HostTakesTheFuel_CodeStopsSoon()
    {
        using var store = new Store(new StoreOptions { Fuel = 1_000_000 });
        var instance = Instantiate(
            store, new Code().Add(Opcode.Call, 0).Open(Opcode.Loop).Add(Opcode.Br, 0).End().I32(1),
            caller => caller.Store.Fuel = 10);

        Traps.ReasonOf(() => instance.GetFunction("run").Invoke()).ShouldBe(TrapReason.OutOfFuel);
    }

    [Fact]
    public void Call_HostGivesFuel_CodeRunsOn()
    {
        using var store = new Store(new StoreOptions { Fuel = 100 });
        var spend = new Code();
        for (var i = 0; i < 500; i++)
            spend.Add(Opcode.Nop).I32(i).Add(Opcode.Drop);
        var instance = Instantiate(
            store, new Code().Add(Opcode.Call, 0).Open(Opcode.Loop).Append(spend).End().I32(1),
            caller => caller.Store.Fuel = 100_000);

        instance.GetFunction("run").Invoke()[0].I32.ShouldBe(1);
    }

    [Fact]
    public void Call_HostInterrupts_CodeStopsWhenItIsBack()
    {
        using var store = new Store();
        var instance = Instantiate(
            store, new Code().Add(Opcode.Call, 0).Open(Opcode.Loop).Add(Opcode.Br, 0).End().I32(1),
            caller => caller.Store.Interrupt());

        Traps.ReasonOf(() => instance.GetFunction("run").Invoke()).ShouldBe(TrapReason.Interrupted);
    }

    [Fact]
    public void Call_HostDisposesTheStore_IsRefused()
    {
        using var store = new Store();
        var instance = Instantiate(store, new Code().Add(Opcode.Call, 0).I32(7), caller => caller.Store.Dispose());

        Should.Throw<InvalidOperationException>(() => instance.GetFunction("run").Invoke());

        instance.GetFunction("one").Invoke()[0].I32.ShouldBe(1);
    }

    [Fact]
    public void Use_AfterTheStoreIsDisposed_IsRefused()
    {
        var store = new Store();
        var instance = Instantiate(store, new Code().I32(7), _ => { });
        var run = instance.GetFunction<Func<int>>("run");
        var memory = instance.GetMemory("memory");
        var global = instance.GetGlobal("global");
        run().ShouldBe(7);

        store.Dispose();

        Should.Throw<ObjectDisposedException>(() => run());
        Should.Throw<ObjectDisposedException>(() => instance.GetFunction("run").Invoke());
        Should.Throw<ObjectDisposedException>(() => memory.Read(0, 1).ToArray());
        Should.Throw<ObjectDisposedException>(() => memory.Grow(1));
        Should.Throw<ObjectDisposedException>(() => global.Value);
        Should.Throw<ObjectDisposedException>(() => global.Value = Value.FromI32(1));
        store.Dispose();
    }

    [Fact]
    public void Link_ThingsOfAnotherStore_IsRefused()
    {
        using var store = new Store();
        using var other = new Store();
        var foreign = Instantiate(other, new Code().I32(7), _ => { });
        var instance = Instantiate(store, new Code().I32(7), _ => { });
        var module = Module.Load(new ModuleBytes().Type([], []).ImportFunction(0).ToArray());

        Should.Throw<LinkException>(
            () => new Linker().Define("m", "n", foreign.GetFunction("nothing")).Instantiate(store, module));
        Should.Throw<ArgumentException>(() => instance.GetTable("table")[0] = foreign.GetFunction("one"));
        Should.Throw<ArgumentException>(() => instance.GetTable("table").Grow(1, foreign.GetFunction("one")));
    }

    [Fact]
    public void Invoke_FunctionWhoseInstanceNobodyHolds_StillRuns()
    {
        using var store = new Store();
        var run = OnlyTheFunction(store);

        for (var round = 0; round < 3; round++)
            GC.Collect();
        GC.WaitForPendingFinalizers();

        run().ShouldBe(7);
    }

    private static Func<int> OnlyTheFunction(Store store) =>
        Instantiate(store, new Code().I32(7), _ => { }).GetFunction<Func<int>>("run");

    // Types: 0 nothing, 1 gives a number. Functions: 0 the host's, 1 one, 2 nothing, 3 grow, 4 run.
    private static Instance Instantiate(Store store, Code run, Action<Caller> host, Metering metering = Metering.Fuel)
    {
        var module = new ModuleBytes().Type([], []).Type([], [I32]).ImportFunction(0)
            .Memory(1).Table(ModuleBytes.FuncRef, 1).Global(I32, true, new Code().I32(5))
            .Function(1, new Code().I32(1)).Function(0)
            .Function(1, new Code().I32(1).Add(Opcode.MemoryGrow, 0)).Function(1, run)
            .Add(SectionId.Element, [0, .. new Code().I32(0).End().ToArray(), 1, 1])
            .Export("memory", 2, 0).Export("table", 1, 0).Export("global", 3, 0)
            .Export("one", 0, 1).Export("nothing", 0, 2).Export("grow", 0, 3).Export("run", 0, 4);
        return new Linker().DefineFunction("m", "n", host)
            .Instantiate(store, Module.Load(module.ToArray(), new ModuleOptions { Metering = metering }));
    }
}
