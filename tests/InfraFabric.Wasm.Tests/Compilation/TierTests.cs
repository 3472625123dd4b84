using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Compilation;

/// <summary>Functions do the same and use the same fuel, however and whenever they are compiled.</summary>
public sealed class TierTests
{
    private const byte LocalGet = 0x20;
    private const byte LocalSet = 0x21;
    private const byte LocalTee = 0x22;
    private const byte I32Const = 0x41;
    private const byte I32Add = 0x6A;
    private const byte I32Sub = 0x6B;
    private const byte F64Add = 0xA0;
    private const byte Loop = 0x03;
    private const byte BrIf = 0x0D;
    private const byte Call = 0x10;
    private const byte Empty = 0x40;
    private const byte FunctionKind = 0;

    public static TheoryData<string> Policies => CodePolicies.Names;

    // A divided function has another frame.
    public static TheoryData<string> Tiers =>
        [nameof(CodePolicies.Quick), nameof(CodePolicies.Impatient), nameof(CodePolicies.Background)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Invoke_LoopWithOperandsBelow_GoesOverWithAllItsVariables(string policy)
    {
        using var store = new Store();
        var run = Instantiate(store, policy, Summing()).GetFunction<Func<int, double, double>>("f");

        var results = Enumerable.Range(0, 5).Select(_ => run(10_000, 0.5)).ToArray();

        // Ten thousand rounds add a half each; 7 was below the loop.
        results.ShouldAllBe(result => result == 5_000 + 7);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Invoke_InAnyTier_UsesTheSameFuel(string policy)
    {
        using var store = new Store(new StoreOptions { Fuel = 1_000_000 });
        var run = Instantiate(store, policy, Summing()).GetFunction<Func<int, double, double>>("f");

        run(10_000, 0.5);

        // One before the loop, nine in each round, two behind it.
        (1_000_000 - store.Fuel).ShouldBe(1 + 9 * 10_000 + 2);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Invoke_FuelForPartOfALoop_StopsThereInAnyTier(string policy)
    {
        using var store = new Store(new StoreOptions { Fuel = 50_001 });
        var run = Instantiate(store, policy, Summing()).GetFunction<Func<int, double, double>>("f");

        var trap = Should.Throw<TrapException>(() => run(10_000, 0.5));

        trap.Reason.ShouldBe(TrapReason.OutOfFuel);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Invoke_EndlessRecursion_HasTheSameDepthInAnyTier(string policy)
    {
        using var store = new Store(new StoreOptions { MaxStackBytes = 100_000 });
        var instance = Instantiate(store, policy, Recursion());

        Should.Throw<TrapException>(() => instance.GetFunction<Action>("f")()).Reason
            .ShouldBe(TrapReason.CallStackExhausted);

        instance.GetGlobal("depth").Value.I32.ShouldBe(DepthWhenOptimised());
    }

    [Fact]
    public void Invoke_EnoughRoundsOfALoop_HaveTheFunctionOptimised()
    {
        using var store = new Store();
        var policy = CodePolicies.Impatient with { QuickRounds = 100, RoundsPerCall = 0 };
        var options = new ModuleOptions { Code = policy };
        var instance = new Linker().Instantiate(store, Module.Load(Summing().ToArray(), options));
        var run = instance.GetFunction<Func<int, double, double>>("f");

        run(40, 0);
        var afterFew = instance.Module.Code.IsOptimised(0);
        run(100, 0);

        afterFew.ShouldBeFalse();
        instance.Module.Code.IsOptimised(0).ShouldBeTrue();
    }

    private static int DepthWhenOptimised()
    {
        using var store = new Store(new StoreOptions { MaxStackBytes = 100_000 });
        var instance = Instantiate(store, nameof(CodePolicies.Optimised), Recursion());
        Should.Throw<TrapException>(() => instance.GetFunction<Action>("f")());
        return instance.GetGlobal("depth").Value.I32;
    }

    private static Instance Instantiate(Store store, string policy, ModuleBytes module)
    {
        var options = new ModuleOptions { Code = CodePolicies.Find(policy) };
        return new Linker().Instantiate(store, Module.Load(module.ToArray(), options));
    }

    // (func (param i32 f64) (result f64) (local f64)  f64.const 7
    //   loop  local 2 += local 1  local 0 -= 1  br_if local 0  end  local.get 2  f64.add)
    private static ModuleBytes Summing() => new ModuleBytes().Type([I32, F64], [F64])
        .FunctionWithLocals(
            0, [1, 1, F64],
            [
                0x44, 0, 0, 0, 0, 0, 0, 0x1C, 0x40, Loop, Empty,
                LocalGet, 1, LocalGet, 2, F64Add, LocalSet, 2,
                LocalGet, 0, I32Const, 1, I32Sub, LocalTee, 0, BrIf, 0, End,
                LocalGet, 2, F64Add,
            ])
        .Export("f", FunctionKind, 0);

    // Counts its calls in a global.
    private static ModuleBytes Recursion() => new ModuleBytes().Type([], []).Global(I32, true, I32Const, 0)
        .Function(0, 0x23, 0, I32Const, 1, I32Add, 0x24, 0, Call, 0)
        .Export("f", FunctionKind, 0).Export("depth", 3, 0);
}
