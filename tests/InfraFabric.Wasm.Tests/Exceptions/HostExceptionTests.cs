using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Tests.Hostile;
using InfraFabric.Wasm.Types;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Exceptions;

/// <summary>Exceptions between a guest and its host: tags that both know, and what passes through the other.</summary>
public sealed class HostExceptionTests : IDisposable
{
    private const uint Empty = 0x40;
    private const byte FunctionKind = 0;

    private static readonly TagType OneNumber = new([ValueKind.I32]);
    private static readonly ModuleOptions Options = new() { Features = ModuleFeatures.Exceptions };

    private readonly Store _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Throw_ByTheHostWithATagOfTheGuest_IsCaught()
    {
        var tag = new Tag(_store, OneNumber);
        var linker = Hosts(tag, (caller, number) => throw new WasmException(tag, Value.FromI32(number + 1)));

        Run(linker, Catcher)(41).ShouldBe(42);
    }

    [Fact]
    public void Throw_ByTheHostWithAnotherTagOfTheSameType_IsNotCaught()
    {
        var tag = new Tag(_store, OneNumber);
        var other = new Tag(_store, OneNumber);
        var run = Run(Hosts(tag, (_, _) => throw new WasmException(other, Value.FromI32(1))), Catcher);

        Should.Throw<WasmException>(() => { run(1); }).Tag.ShouldBeSameAs(other);
    }

    [Fact]
    public void Throw_ExceptionOfTheHostsOwn_PassesWhatCatchesEverything()
    {
        var run = Run(Hosts(new Tag(_store, OneNumber), (_, _) => throw new IOException("gone")), CatcherOfAll);

        Should.Throw<IOException>(() => { run(1); }).Message.ShouldBe("gone");
    }

    // The second one is called on a thread of its own.
    [Theory]
    [InlineData(1 << 20)]
    [InlineData(32 << 20)]
    public void Throw_ThroughAFunctionOfTheHost_IsCaughtByTheGuestAround(int stackBytes)
    {
        using var store = new Store(new StoreOptions { MaxStackBytes = stackBytes });
        var tag = new Tag(store, OneNumber);
        var (entered, left) = (0, 0);
        var linker = Hosts(tag, (caller, number) =>
        {
            try
            {
                entered++;
                caller.Instance!.GetFunction("throw").Invoke(Value.FromI32(number));
            }
            finally
            {
                left++;
            }
        });
        var run = linker.Instantiate(store, Load(Catcher)).GetFunction<Func<int, int>>("run");

        var results = new[] { run(5), run(6) };

        results.ShouldBe([5, 6]);
        (entered, left).ShouldBe((2, 2));
    }

    [Fact]
    public void Throw_CaughtByTheHost_LeavesTheGuestUsable()
    {
        var tag = new Tag(_store, OneNumber);
        var seen = new List<int>();
        var linker = Hosts(tag, (caller, number) =>
        {
            try
            {
                caller.Instance!.GetFunction("throw").Invoke(Value.FromI32(number));
            }
            catch (WasmException thrown) when (thrown.Tag == tag)
            {
                seen.Add(thrown.Values[0].I32);
            }
        });

        Run(linker, Catcher)(5).ShouldBe(-1);

        seen.ShouldBe([5]);
    }

    [Fact]
    public void Throw_InAnotherInstance_IsCaughtByWhoImportsItsTag()
    {
        var first = new Linker().Instantiate(_store, Load(new ModuleBytes().Type([I32], []).Tag(0)
            .Function(0, new Code().Add(Opcode.LocalGet, 0).Add(Opcode.Throw, 0))
            .Export("call", FunctionKind, 0).Export("tag", 4, 0)));
        var linker = new Linker().DefineInstance("host", first);

        Run(linker, Catcher)(9).ShouldBe(9);
    }

    [Fact]
    public void Reference_GivenToTheHost_CanBeThrownAgain()
    {
        var tag = new Tag(_store, OneNumber);
        var run = new Linker().Define("host", "tag", tag).Instantiate(_store, Load(Referrer()));
        var make = run.GetFunction<Func<int, ExceptionValue>>("make");
        var again = run.GetFunction<Action<ExceptionValue>>("again");

        var thrown = Should.Throw<WasmException>(() => again(make(3)));

        thrown.Tag.ShouldBeSameAs(tag);
        thrown.Values.ShouldHaveSingleItem().I32.ShouldBe(3);
        run.GetFunction("make").Invoke(Value.FromI32(4))[0].Reference.ShouldBeOfType<ExceptionValue>();
        Should.Throw<TrapException>(() => again(null!)).Reason.ShouldBe(TrapReason.NullException);
    }

    [Fact]
    public void Table_OfExceptions_TakesNothingElse()
    {
        var table = new Table(_store, new TableType(ValueKind.ExnRef, new SizeRange(1, null)));
        var value = new ExceptionValue(new Tag(_store, OneNumber), Value.FromI32(1));

        table[0] = value;

        table[0].ShouldBeSameAs(value);
        Should.Throw<ArgumentException>(() => table[0] = new object());
    }

    [Fact]
    public void Value_ThatIsNotOfTheTag_IsRefused()
    {
        using var other = new Store(new StoreOptions { MaxExceptionValues = 1 });
        var foreign = new Linker().Instantiate(other, Load(new ModuleBytes().Type([], []).Function(0)
            .Export("f", FunctionKind, 0))).GetFunction("f");
        var tag = new Tag(_store, OneNumber);

        Should.Throw<ArgumentException>(() => new WasmException(tag));
        Should.Throw<ArgumentException>(() => new WasmException(tag, Value.FromI64(1)));
        Should.Throw<ArgumentException>(() => new WasmException(
            new Tag(_store, new TagType([ValueKind.FuncRef])), Value.FromFunction(foreign)));
        Should.Throw<ArgumentException>(() => new WasmException(
            new Tag(other, new TagType([ValueKind.I32, ValueKind.I32])), Value.FromI32(1), Value.FromI32(1)));
    }

    [Fact]
    public void Instantiate_TagThatDoesNotFit_IsRefused()
    {
        using var other = new Store();

        Linking(new Tag(_store, new TagType([ValueKind.I64]))).ShouldContain("incompatible import type");
        Linking(new Tag(other, OneNumber)).ShouldContain("is of another store");
        Should.Throw<LinkException>(() => new Linker().Instantiate(_store, Load(Referrer())))
            .Message.ShouldContain("unknown import");
    }

    private string Linking(Tag tag) =>
        Should.Throw<LinkException>(() => new Linker().Define("host", "tag", tag).Instantiate(_store, Load(Referrer())))
            .Message;

    private Func<int, int> Run(Linker linker, ModuleBytes module) =>
        linker.Instantiate(_store, Load(module)).GetFunction<Func<int, int>>("run");

    private static Linker Hosts(Tag tag, Action<Caller, int> call) =>
        new Linker().Define("host", "tag", tag).DefineFunction("host", "call", call);

    private static Module Load(ModuleBytes module) => Module.Load(module.ToArray(), Options);

    // What the host throws with the tag, or -1.
    private static ModuleBytes Catcher => Caller(new Code()
        .Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, 0, 0, 0)
        .Add(Opcode.LocalGet, 0).Add(Opcode.Call, 0).End().I32(-1).End());

    private static ModuleBytes CatcherOfAll => Caller(new Code()
        .Open(Opcode.Block).Add(Opcode.TryTable, Empty, 1, 2, 0)
        .Add(Opcode.LocalGet, 0).Add(Opcode.Call, 0).End().End().I32(-1));

    private static ModuleBytes Caller(Code code) => new ModuleBytes().Type([I32], []).Type([I32], [I32])
        .ImportFunction("host", "call", 0).Add(SectionId.Import, [.. Name("host"), .. Name("tag"), 4, 0, 0])
        .Function(1, code)
        .Function(0, new Code().Add(Opcode.LocalGet, 0).Add(Opcode.Throw, 0))
        .Export("run", FunctionKind, 1).Export("throw", FunctionKind, 2);

    private static ModuleBytes Referrer() => new ModuleBytes().Type([I32], []).Type([I32], [ExnRef]).Type([ExnRef], [])
        .Add(SectionId.Import, [.. Name("host"), .. Name("tag"), 4, 0, 0])
        .Function(1, new Code().Add(Opcode.TryTable, Empty, 1, 3, 0)
            .Add(Opcode.LocalGet, 0).Add(Opcode.Throw, 0).End().Add(Opcode.Unreachable))
        .Function(2, new Code().Add(Opcode.LocalGet, 0).Add(Opcode.ThrowRef))
        .Export("make", FunctionKind, 0).Export("again", FunctionKind, 1);
}
