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
