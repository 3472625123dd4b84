using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests;

public sealed class QuantumTests
{
    // Counts down to zero, adds each count to one sum and its square to another, and gives their difference.
    private static readonly byte[] Sums = new ModuleBytes().Type([I32], [F64]).FunctionWithLocals(
        0, [1, 2, F64],
        0x03, 0x40,
        0x20, 1, 0x20, 0, 0xB7, 0xA0, 0x21, 1,
        0x20, 2, 0x20, 0, 0xB7, 0x20, 0, 0xB7, 0xA2, 0xA0, 0x21, 2,
        0x20, 0, 0x41, 1, 0x6B, 0x22, 0, 0x0D, 0,
        End,
        0x20, 2, 0x20, 1, 0xA1).Export("sum", 0, 0).ToArray();

    [Fact]
    public void Elapsed_BusyLoop_IsToldOfEachQuantumAndChangesNothing()
    {
        using var plain = new Store(new StoreOptions { Fuel = 1_000_000 });
        var expected = Instantiate(plain, Metering.Fuel).GetFunction<Func<int, double>>("sum")(10_000);
        var told = 0;
        using var store = new Store(new StoreOptions
        {
            Fuel = 1_000_000,
            Quantum = new FuelQuantum(1_000, _ => told++),
        });

        var actual = Instantiate(store, Metering.Quanta).GetFunction<Func<int, double>>("sum")(10_000);

        actual.ShouldBe(expected);
        store.Fuel.ShouldBe(plain.Fuel);

        // What the last instructions use is looked at no more.
        var whole = (int)((1_000_000 - plain.Fuel) / 1_000);
        told.ShouldBeInRange(whole - 1, whole);
    }

    [Fact]
    public void Elapsed_FuelRunsOut_TrapsWhereItWouldWithoutQuanta()
    {
        using var plain = new Store(new StoreOptions { Fuel = 12_345 });
        using var store = new Store(new StoreOptions { Fuel = 12_345, Quantum = new FuelQuantum(100, _ => { }) });

        var expected = Should.Throw<TrapException>(
            () => Instantiate(plain, Metering.Fuel).GetFunction("sum").Invoke(Value.FromI32(-1)));
        var actual = Should.Throw<TrapException>(
            () => Instantiate(store, Metering.Quanta).GetFunction("sum").Invoke(Value.FromI32(-1)));

        actual.Reason.ShouldBe(TrapReason.OutOfFuel);
        actual.Reason.ShouldBe(expected.Reason);
        store.Fuel.ShouldBe(0);
    }

    [Fact]
    public void Elapsed_Interrupts_StopsTheLoop()
    {
        var told = 0;
        using var store = new Store(new StoreOptions
        {
            Quantum = new FuelQuantum(1_000, store =>
            {
                if (++told == 5)
                    store.Interrupt();
            }),
        });

        var trap = Should.Throw<TrapException>(
            () => Instantiate(store, Metering.Quanta).GetFunction("sum").Invoke(Value.FromI32(-1)));

        trap.Reason.ShouldBe(TrapReason.Interrupted);
        told.ShouldBe(5);
    }

    [Fact]
    public void Elapsed_CallsIntoTheStore_IsRefused()
    {
        Function? sum = null;
        var calls = true;
        using var store = new Store(new StoreOptions
        {
            Quantum = new FuelQuantum(1_000, _ =>
            {
                if (calls)
                    sum!.Invoke(Value.FromI32(1));
            }),
        });
        sum = Instantiate(store, Metering.Quanta).GetFunction("sum");

        Should.Throw<InvalidOperationException>(() => sum.Invoke(Value.FromI32(100_000)));

        calls = false;
        Should.NotThrow(() => sum.Invoke(Value.FromI32(1)));
    }

    [Theory]
    [InlineData(Metering.Fuel)]
    [InlineData(Metering.None)]
    public void Instantiate_ModuleThatCannotPause_IsRefused(Metering metering)
    {
        using var store = new Store(new StoreOptions { Quantum = new FuelQuantum(1_000, _ => { }) });

        Should.Throw<LinkException>(() => Instantiate(store, metering)).Message.ShouldContain(metering.ToString());
    }

    [Fact]
    public void Instantiate_UnmeteredModuleWhereFuelIsLimited_IsRefused()
    {
        using var store = new Store(new StoreOptions { Fuel = 1 });

        Should.Throw<LinkException>(() => Instantiate(store, Metering.None));
    }

    private static Instance Instantiate(Store store, Metering metering) =>
        new Linker().Instantiate(store, Module.Load(Sums, new ModuleOptions { Metering = metering }));
}
