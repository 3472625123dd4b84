using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Compilation;

/// <summary>Tail calls: a million of them fit into a stack that holds few frames.</summary>
public sealed class TailCallTests
{
    private const byte LocalGet = 0x20;
    private const byte I32Const = 0x41;
    private const byte I64Const = 0x42;
    private const byte I64Eqz = 0x50;
    private const byte I64Add = 0x7C;
    private const byte I64Sub = 0x7D;
    private const byte If = 0x04;
    private const byte ReturnCall = 0x12;
    private const byte ReturnCallIndirect = 0x13;
    private const byte Empty = 0x40;
    private const byte Return = 0x0F;
    private const byte FunctionKind = 0;
    private const int Calls = 1_000_000;

    // Of each kind more than there are registers.
    private static readonly byte[] ManyKinds =
        [.. Enumerable.Repeat<byte[]>([I32, I64, F32, F64, V128, FuncRef, ExternRef], 10).SelectMany(kinds => kinds)];

    private static readonly byte[] ManyZeroes = [.. ManyKinds.SelectMany(ZeroOf)];

    // Returns the second parameter when the first is zero; else it leaves one less and one more on the stack.
    private static readonly byte[] Step =
    [
        LocalGet, 0, I64Eqz, If, Empty, LocalGet, 1, Return, End,
        LocalGet, 0, I64Const, 1, I64Sub, LocalGet, 1, I64Const, 1, I64Add,
    ];

    private static readonly ModuleOptions Options = new() { Features = ModuleFeatures.TailCalls };

    public static TheoryData<string> Policies => CodePolicies.Names;

    [Theory]
    [MemberData(nameof(Policies))]
    public void Invoke_MillionMutualTailCalls_RunsInConstantStack(string policy) =>
        Run(Mutual(), new ModuleOptions { Features = ModuleFeatures.TailCalls, Code = CodePolicies.Find(policy) })
            .ShouldBe(Calls);

    [Fact]
    public void Invoke_TailCallsInQuantaOfFuel_RunInConstantStack() =>
        Run(Mutual(), new ModuleOptions { Features = ModuleFeatures.TailCalls, Metering = Metering.Quanta })
            .ShouldBe(Calls);

    [Theory]
    [MemberData(nameof(Policies))]
    public void Invoke_TailCallsWithMoreParametersThanTheCaller_RunInConstantStack(string policy)
    {
        var module = new ModuleBytes().Type([I64, I64], [I64]).Type([I64, I64, .. ManyKinds], [I64])
            .Function(0, [.. Step, .. ManyZeroes, ReturnCall, 1])
            .Function(1, [.. Step, ReturnCall, 0])
            .Export("f", FunctionKind, 0);

        Run(module, new ModuleOptions { Features = ModuleFeatures.TailCalls, Code = CodePolicies.Find(policy) })
            .ShouldBe(Calls);
    }

    [Fact]
    public void Invoke_IndirectTailCalls_RunInConstantStack() => Run(ThroughTable()).ShouldBe(Calls);

    [Fact]
    public void Invoke_TailCallsBetweenInstances_RunInConstantStack()
    {
        using var store = SmallStack();
        var first = new Linker().Instantiate(store, Load(ThroughTable()));
        var linker = new Linker().Define("m", "n", first.GetFunction("f"));
        var second = linker.Instantiate(store, Load(ToImport()));
        first.GetTable("t")[0] = second.GetFunction("f");

        var result = second.GetFunction<Func<long, long, long>>("f")(Calls, 0);

        result.ShouldBe(Calls);
    }

    [Fact]
    public void Invoke_TailCallToAFunctionOfTheHost_GivesItWhatTheCallerHad()
    {
        using var store = SmallStack();
        var linker = new Linker().DefineFunction("m", "n", (long left, long made) => left * 1_000 + made);

        var result = linker.Instantiate(store, Load(ToImport())).GetFunction<Func<long, long, long>>("f")(5, 7);

        result.ShouldBe(4_008);
    }

    [Fact]
    public void Invoke_TailCallWithManyResults_GivesThemAll()
    {
        var module = new ModuleBytes().Type([], [I32, F64, ExternRef, I64])
            .Function(0, ReturnCall, 1)
            .Function(0, [I32Const, 3, .. ZeroOf(F64), .. ZeroOf(ExternRef), I64Const, 9])
            .Export("f", FunctionKind, 0);
        using var store = SmallStack();

        var results = new Linker().Instantiate(store, Load(module)).GetFunction("f").Invoke();

        results[0].I32.ShouldBe(3);
        results[3].I64.ShouldBe(9);
    }

    [Fact]
    public void Invoke_TailCalls_CostFuelLikeCalls()
    {
        using var store = SmallStack();
        var before = store.Fuel;

        new Linker().Instantiate(store, Load(Mutual())).GetFunction<Func<long, long, long>>("f")(10, 0);

        // The three instructions of the condition, seven to the call, and in the end two that return.
        (before - store.Fuel).ShouldBe(10 * 10 + 5);
    }

    [Fact]
    public void Invoke_TailCallsWithoutEnd_StopForWantOfFuel()
    {
        using var store = new Store(new StoreOptions { Fuel = 10_000 });
        var module = new ModuleBytes().Type([], []).Function(0, ReturnCall, 0).Export("f", FunctionKind, 0);
        var endless = new Linker().Instantiate(store, Load(module)).GetFunction("f");

        var trap = Should.Throw<TrapException>(() => endless.Invoke());

        trap.Reason.ShouldBe(TrapReason.OutOfFuel);
    }

    private static long Run(ModuleBytes module, ModuleOptions? options = null)
    {
        using var store = SmallStack();
        var instance = new Linker().Instantiate(store, Module.Load(module.ToArray(), options ?? Options));
        return instance.GetFunction<Func<long, long, long>>("f")(Calls, 0);
    }

    private static Store SmallStack() => new(new StoreOptions { MaxStackBytes = 4_096 });

    private static Module Load(ModuleBytes module) => Module.Load(module.ToArray(), Options);

    private static ModuleBytes Mutual() => new ModuleBytes().Type([I64, I64], [I64])
        .Function(0, [.. Step, ReturnCall, 1])
        .Function(0, [.. Step, ReturnCall, 0])
        .Export("f", FunctionKind, 0);

    private static ModuleBytes ThroughTable() => new ModuleBytes().Type([I64, I64], [I64]).Table(FuncRef, 1)
        .Function(0, [.. Step, I32Const, 0, ReturnCallIndirect, 0, 0])
        .Add(SectionId.Element, 0, I32Const, 0, End, 1, 0)
        .Export("f", FunctionKind, 0).Export("t", 1, 0);

    private static ModuleBytes ToImport() => new ModuleBytes().Type([I64, I64], [I64]).ImportFunction(0)
        .Function(0, [.. Step, ReturnCall, 0])
        .Export("f", FunctionKind, 1);

    private static byte[] ZeroOf(byte kind) => kind switch
    {
        I32 => [I32Const, 0],
        I64 => [I64Const, 0],
        F32 => [0x43, .. new byte[4]],
        F64 => [0x44, .. new byte[8]],
        V128 => [0xFD, 12, .. new byte[16]],
        _ => [0xD0, kind],
    };
}
