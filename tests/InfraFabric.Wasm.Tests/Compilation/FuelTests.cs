using System.Text.Json;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Outlines;
using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Compilation;

public sealed class FuelTests
{
    private const byte I32Const = 0x41;
    private const byte Drop = 0x1A;
    private const byte Trap = 0x00;
    private const long Enough = 10_000;

    private static readonly ModuleOptions Options = new() { Features = ModuleFeatures.Exceptions };

    public static TheoryData<string, byte[], long> Examples { get; } = new()
    {
        { "nothing", [], 0 },
        { "what only shapes the code", [0x01, 0x02, 0x40, 0x03, 0x40, End, End], 0 },
        { "two constants and an addition", [I32Const, 1, I32Const, 2, 0x6A, Drop], 3 },
        { "a condition that is not met", [I32Const, 0, 0x04, 0x40, I32Const, 1, Drop, 0x05, End], 2 },
        { "a condition that is met", [I32Const, 1, 0x04, 0x40, I32Const, 1, Drop, 0x05, End], 3 },
        {
            "ten rounds of a loop",
            [I32Const, 10, 0x21, 0, 0x03, 0x40, 0x20, 0, I32Const, 1, 0x6B, 0x22, 0, 0x0D, 0, End], 2 + (10 * 5)
        },
        { "a call", [0x10, 0], 1 },
        { "a fill of 640 bytes", [I32Const, 0, I32Const, 0, I32Const, 0x80, 0x05, 0xFC, 11, 0], 4 + 10 },
        { "a fill of 63 bytes", [I32Const, 0, I32Const, 0, I32Const, 63, 0xFC, 11, 0], 4 },
        { "growth of a table by 17 elements", [0xD0, FuncRef, I32Const, 17, 0xFC, 15, 0, Drop], 3 + 2 },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Fuel_OfExamples_IsWhatThePageSays(string what, byte[] code, long cost) =>
        UsedBy(code).ShouldBe(cost, what);

    [Theory]
    [MemberData(nameof(Examples))]
    public void Fuel_ExactlyEnoughAndOneLess_DecidesAtTheNextCheck(string what, byte[] code, long cost)
    {
        // The call of an empty function behind it is where fuel is looked at again.
        byte[] checkedCode = [.. code, 0x10, 0];

        Run(checkedCode, cost + 1).ShouldBe(0, what);
        Should.Throw<TrapException>(() => Run(checkedCode, cost)).Reason.ShouldBe(TrapReason.OutOfFuel);
    }

    [Fact]
    public void Fuel_TrapInsideABlock_HasPaidTheBlock() =>
        Should.Throw<TrapException>(() => Run([I32Const, 1, I32Const, 0, 0x6D, Drop, I32Const, 1, Drop], 4))
            .Reason.ShouldBe(TrapReason.IntegerDivideByZero);

    [Theory]
    [InlineData("what is behind is paid before", new byte[] { 0x02, 0x40, Trap, End, I32Const, 1, Drop }, 2)]
    [InlineData("also behind a branch to the end",
        new byte[] { 0x02, 0x40, 0x41, 0, 0x0D, 0, Trap, End, I32Const, 1, Drop }, 2 + 1 + 1)]
    [InlineData("but not where a branch leads out",
        new byte[] { 0x02, 0x40, 0x02, 0x40, 0x41, 0, 0x0D, 1, Trap, End, I32Const, 1, Drop, End }, 2 + 1)]
    [InlineData("nor where it returns",
        new byte[] { 0x02, 0x40, 0x41, 0, 0x04, 0x40, 0x0F, End, Trap, End, I32Const, 1, Drop }, 2 + 1)]
    [InlineData("nor where it throws",
        new byte[] { 0x02, 0x40, 0x41, 0, 0x04, 0x40, 0x08, 0, End, Trap, End, I32Const, 1, Drop }, 2 + 1)]
    [InlineData("nor where something is caught",
        new byte[] { 0x02, 0x40, 0x1F, 0x40, 1, 2, 1, End, Trap, End, I32Const, 1, Drop }, 1)]
    public void Fuel_TrapInsideWhatNothingLeaves_HasPaidWhatIsBehind(string what, byte[] code, long cost)
    {
        using var store = new Store();
        store.Fuel = Enough;
        var run = new Linker().Instantiate(store, Module.Load(Guest(code), Options)).GetFunction("run");

        Should.Throw<TrapException>(() => run.Invoke()).Reason.ShouldBe(TrapReason.Unreachable);

        (Enough - store.Fuel).ShouldBe(cost, what);
    }

    [Fact]
    public void Fuel_ModuleThatIsNotMetered_StaysAsItIs()
    {
        using var store = new Store();
        store.Fuel = 5;
        var module = Module.Load(Guest([I32Const, 1, Drop]), Options with { Metering = Metering.None });

        new Linker().Instantiate(store, module).GetFunction("run").Invoke();

        store.Fuel.ShouldBe(5);
    }

    [Fact]
    public void Page_OfCosts_NamesWhatIsFree()
    {
        var free = Enum.GetValues<Opcode>().Where(opcode => FuelCost.Of(opcode) == 0)
            .Select(NameOf);
        var page = File.ReadAllText(RepositoryFolder.PathOf("docs", "reference", "wasm-fuel.md"));

        page.ShouldContain($"| {string.Join(", ", free)} | 0 |");
        page.ShouldContain($"{FuelCost.BytesPerUnit} bytes");
        page.ShouldContain($"{FuelCost.ElementsPerUnit} elements");
        var dear = Enum.GetValues<Opcode>().Where(opcode => FuelCost.Of(opcode) > 1).ToArray();
        dear.ShouldAllBe(opcode => FuelCost.Of(opcode) == FuelCost.Throw);
        page.ShouldContain($"| {string.Join(", ", dear.Select(NameOf))} | {FuelCost.Throw:N0}");
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(1, 1_001)]
    [InlineData(3, 1_003)]
    public void Fuel_OfAnException_IsThatOfTheThrowAndOfTheCalls(int calls, long cost) =>
        UsedBy(CaughtAtDepth(calls)).ShouldBe(cost);

    [Theory]
    [InlineData(Metering.Fuel)]
    [InlineData(Metering.Quanta)]
    public void Fuel_AfterACatch_IsTheSameAndStillRunsOut(Metering metering)
    {
        var options = Options with { Metering = metering };
        var used = UsedBy(CaughtAtDepth(2));
        byte[] loop = [0x03, 0x40, .. CaughtAtDepth(2), 0x0C, 0, End];

        (Enough - Run(CaughtAtDepth(2), Enough, options)).ShouldBe(used);
        Should.Throw<TrapException>(() => Run(loop, 5 * used, options)).Reason.ShouldBe(TrapReason.OutOfFuel);
    }

    // (block (try_table (catch_all 0) …)), around a throw, or a call of a function that calls one that throws.
    private static byte[] CaughtAtDepth(int calls) =>
        [0x02, 0x40, 0x1F, 0x40, 1, 2, 0, .. calls == 0 ? (byte[])[0x08, 0] : [0x10, (byte)(calls + 1)], End, End];

    private static string NameOf(Opcode opcode) => $"`{JsonNamingPolicy.SnakeCaseLower.ConvertName($"{opcode}")}`";

    private static long UsedBy(byte[] code) => Enough - Run(code, Enough);

    private static long Run(byte[] code, long fuel, ModuleOptions? options = null)
    {
        using var store = new Store(new StoreOptions { Fuel = fuel });
        new Linker().Instantiate(store, Module.Load(Guest(code), options ?? Options)).GetFunction("run").Invoke();
        return store.Fuel;
    }

    private static byte[] Guest(byte[] code) => new ModuleBytes().Type([], []).Function(0)
        .FunctionWithLocals(0, [1, 1, I32], code)
        .Function(0, 0x08, 0).Function(0, 0x10, 2).Function(0, 0x10, 3).Tag(0)
        .Memory(1).Table(FuncRef, 1).Export("run", 0, 1).ToArray();
}
