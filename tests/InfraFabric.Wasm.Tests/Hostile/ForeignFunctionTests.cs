using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Types;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>
/// Compiled code calls what is in a table without asking whose it is, so nothing of another store gets there.
/// </summary>
public sealed class ForeignFunctionTests : IDisposable
{
    // put(funcref) stores in a table; take() stores what the host gives.
    private static readonly byte[] Keeper = new ModuleBytes()
        .Type([FuncRef], []).Type([], [FuncRef]).Type([], [])
        .ImportFunction("host", "give", 1)
        .Function(0, 0x41, 0, 0x20, 0, 0x26, 0)
        .Function(2, 0x41, 0, 0x10, 0, 0x26, 0)
        .Table(FuncRef, 1).Export("put", 0, 1).Export("take", 0, 2).Export("table", 1, 0).ToArray();

    private readonly Store _store = new();
    private readonly Store _other = new();
    private readonly Function _foreign;

    public ForeignFunctionTests() => _foreign = Instantiate(_other, () => null).GetFunction("take");

    public void Dispose()
    {
        _store.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Put_ForeignFunctionByDelegate_IsRefused()
    {
        var keeper = Instantiate(_store, () => null);

        Should.Throw<ArgumentException>(() => keeper.GetFunction<Action<Function?>>("put")(_foreign));

        keeper.GetTable("table")[0].ShouldBeNull();
    }

    [Fact]
    public void Put_ForeignFunctionByValue_IsRefused()
    {
        var keeper = Instantiate(_store, () => null);

        Should.Throw<ArgumentException>(() => keeper.GetFunction("put").Invoke(Value.FromFunction(_foreign)));

        keeper.GetTable("table")[0].ShouldBeNull();
    }

    [Fact]
    public void Take_HostGivesForeignFunction_IsRefused()
    {
        var keeper = Instantiate(_store, () => _foreign);

        Should.Throw<ArgumentException>(() => keeper.GetFunction("take").Invoke());

        keeper.GetTable("table")[0].ShouldBeNull();
    }

    [Fact]
    public void Take_HostGivesForeignFunctionByValue_IsRefused()
    {
        var linker = new Linker().DefineFunction(
            "host", "give", new FunctionType([], [ValueKind.FuncRef]),
            (_, _, results) => results[0] = Value.FromFunction(_foreign));
        var keeper = linker.Instantiate(_store, Module.Load(Keeper));

        Should.Throw<ArgumentException>(() => keeper.GetFunction("take").Invoke());

        keeper.GetTable("table")[0].ShouldBeNull();
    }

    [Fact]
    public void SetGlobal_ForeignFunction_IsRefused()
    {
        var global = new Global(_store, new GlobalType(ValueKind.FuncRef, true), Value.FromFunction(null));

        Should.Throw<ArgumentException>(() => global.Value = Value.FromFunction(_foreign));

        global.Value.Reference.ShouldBeNull();
    }

    [Fact]
    public void SetGlobal_ForeignFunctionAsExternalReference_IsKept()
    {
        var global = new Global(_store, new GlobalType(ValueKind.ExternRef, true), Value.FromExternal(null));

        global.Value = Value.FromExternal(_foreign);

        global.Value.Reference.ShouldBe(_foreign);
    }

    [Fact]
    public void SetElement_ForeignFunctionAsExternalReference_IsKept()
    {
        var table = new Table(_store, new TableType(ValueKind.ExternRef, new SizeRange(1, null)), _foreign);

        table.Grow(1, _foreign).ShouldBe(1u);

        table[1].ShouldBe(_foreign);
    }

    [Fact]
    public void Grow_ByForeignFunction_ChangesNothing()
    {
        using var store = new Store(new StoreOptions { MaxTableElements = 3 });
        var table = new Table(store, new TableType(ValueKind.FuncRef, new SizeRange(1, null)));

        Should.Throw<ArgumentException>(() => table.Grow(2, _foreign));

        table.Count.ShouldBe(1u);
        table.Grow(2).ShouldBe(1u);
    }

    [Fact]
    public void NewTable_OfForeignFunctions_TakesNothing()
    {
        var type = new TableType(ValueKind.FuncRef, new SizeRange(3, null));
        using var store = new Store(new StoreOptions { MaxTableElements = 3 });

        Should.Throw<ArgumentException>(() => new Table(store, type, _foreign));

        new Table(store, type).Count.ShouldBe(3u);
    }

    [Fact]
    public void Invoke_ForeignFunctionAsExternalReference_IsPassedThrough()
    {
        var host = new Linker()
            .DefineFunction("host", "same", (object? reference) => reference)
            .DefineFunction(
                "host", "copy", new FunctionType([ValueKind.ExternRef], [ValueKind.ExternRef]),
                (_, arguments, results) => results[0] = arguments[0]);
        var guest = new ModuleBytes().Type([ExternRef], [ExternRef])
            .ImportFunction("host", "same", 0).ImportFunction("host", "copy", 0)
            .Function(0, 0x20, 0, 0x10, 0, 0x10, 1).Export("pass", 0, 2).ToArray();
        var pass = host.Instantiate(_store, Module.Load(guest)).GetFunction("pass");

        pass.Invoke(Value.FromExternal(_foreign))[0].Reference.ShouldBe(_foreign);
        pass.As<Func<object?, object?>>()(_foreign).ShouldBe(_foreign);
    }

    [Fact]
    public void Put_OwnFunction_IsKept()
    {
        var keeper = Instantiate(_store, () => null);
        var own = keeper.GetFunction("take");

        keeper.GetFunction<Action<Function?>>("put")(own);

        keeper.GetTable("table")[0].ShouldBe(own);
    }

    private static Instance Instantiate(Store store, Func<Function?> give) =>
        new Linker().DefineFunction("host", "give", give).Instantiate(store, Module.Load(Keeper));
}
