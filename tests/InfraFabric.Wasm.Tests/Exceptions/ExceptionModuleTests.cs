using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Types;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Exceptions;

/// <summary>What modules may say of exceptions, when they are understood and when they are not.</summary>
public sealed class ExceptionModuleTests
{
    private const byte Empty = 0x40;
    private const byte TryTable = 0x1F;
    private const byte Throw = 0x08;
    private const byte ThrowRef = 0x0A;
    private const byte RefNull = 0xD0;

    private static readonly ModuleOptions Options = new() { Features = ModuleFeatures.Exceptions };

    private static readonly Dictionary<string, ModuleBytes> Uses = new()
    {
        ["a section of tags"] = Module().Tag(0),
        ["an imported tag"] = Module().Import(4, 0, 0),
        ["a local"] = Module().FunctionWithLocals(0, [1, 1, ExnRef]),
        ["a parameter"] = Module().Type([ExnRef], []),
        ["a global"] = Module().Global(ExnRef, true, RefNull, ExnRef),
        ["a table"] = Module().Table(ExnRef, 1),
        ["elements"] = Module().Add(SectionId.Element, 5, ExnRef, 0),
        ["a null reference"] = Module().Function(0, RefNull, ExnRef, 0x1A),
        ["the result of a block"] = Module().Function(0, 0x02, ExnRef, RefNull, ExnRef, End, 0x1A),
        ["a try_table"] = Module().Function(0, TryTable, Empty, 0, End),
        ["a throw_ref"] = Module().Function(0, 0x00, ThrowRef),
    };

    public static TheoryData<string> UseNames => [.. Uses.Keys];

    public static TheoryData<string, byte[], ModuleFault> Wrong { get; } = new()
    {
        { "unknown tag 2", [Throw, 2], ModuleFault.Invalid },
        { "type mismatch", [Throw, 1], ModuleFault.Invalid },
        { "type mismatch", [0x41, 0, ThrowRef], ModuleFault.Invalid },
        { "type mismatch", [RefNull, 0x6F, ThrowRef], ModuleFault.Invalid },
        { "unknown tag 2", [TryTable, Empty, 1, 0, 2, 0, End], ModuleFault.Invalid },
        { "unknown label 1", [TryTable, Empty, 1, 2, 1, End], ModuleFault.Invalid },
        { "type mismatch", [TryTable, Empty, 1, 0, 1, 0, End], ModuleFault.Invalid },
        { "type mismatch", [TryTable, Empty, 1, 1, 0, 0, End], ModuleFault.Invalid },
        { "type mismatch", [TryTable, Empty, 1, 3, 0, End], ModuleFault.Invalid },
        { "type mismatch", [0x02, I32, TryTable, Empty, 1, 2, 0, End, 0x41, 0, End, 0x1A], ModuleFault.Invalid },
        { "type mismatch", [0x02, ExnRef, TryTable, Empty, 1, 1, 1, 0, End, 0x00, End, 0x1A], ModuleFault.Invalid },
        { "type mismatch", [TryTable, I32, 0, End, 0x1A], ModuleFault.Invalid },
        { "malformed catch clause", [TryTable, Empty, 1, 4, 0, End], ModuleFault.Malformed },
        { "length out of bounds", [TryTable, Empty, 0xFF, 0xFF, 3, End], ModuleFault.Malformed },
        { "END opcode expected", [TryTable, Empty, 0, 0x05, End], ModuleFault.Malformed },
    };

    [Theory]
    [MemberData(nameof(UseNames))]
    public void Read_ExceptionsThatWereAskedFor_AreUnderstood(string use) => Uses[use].Read(Options).ShouldNotBeNull();

    [Theory]
    [MemberData(nameof(UseNames))]
    public void Read_ExceptionsThatWereNotAskedFor_AreMalformed(string use) =>
        Uses[use].Refusal().Fault.ShouldBe(ModuleFault.Malformed);

    [Theory]
    [InlineData(0x06)]
    [InlineData(0x07)]
    [InlineData(0x09)]
    [InlineData(0x18)]
    [InlineData(0x19)]
    public void Read_OlderForm_IsRefusedAndSaysSo(byte opcode) =>
        Module().Function(0, opcode, Empty, End).Refusal(Options).Reason.ShouldBe(
            "illegal opcode: exceptions in their older form (try, catch, rethrow, delegate) are not understood");

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Read_WrongCode_IsRefused(string reason, byte[] code, ModuleFault fault)
    {
        var refusal = Module().Type([I64], []).Tag(0).Tag(1).Function(0, code).Refusal(Options);

        refusal.Reason.ShouldContain(reason);
        refusal.Fault.ShouldBe(fault);
    }

    [Fact]
    public void Read_TagsInTheWrongForm_AreRefused()
    {
        Module().Type([], [I32]).Tag(1).Refusal(Options).Reason.ShouldBe("non-empty tag result type");
        Module().Tag(7).Refusal(Options).Reason.ShouldBe("unknown type 7");
        Module().Add(SectionId.Tag, 1, 0).Refusal(Options).Reason.ShouldBe("malformed tag attribute");
        Module().Import(4, 1, 0).Refusal(Options).Reason.ShouldBe("malformed tag attribute");
        Module().Export("t", 4, 0).Refusal(Options).Reason.ShouldBe("unknown tag 0");
    }

    [Fact]
    public void Read_TagsBehindGlobals_AreOutOfOrder()
    {
        byte[] tagsLast = [.. Preamble, .. Section(1, 1, 0x60, 0, 0), .. Section(6, 0), .. Section(13, 1, 0, 0)];
        byte[] tagsFirst = [.. Preamble, .. Section(1, 1, 0x60, 0, 0), .. Section(13, 1, 0, 0), .. Section(5, 0)];

        Should.Throw<InvalidModuleException>(() => Wasm.Module.Load(tagsLast, Options)).Fault
            .ShouldBe(ModuleFault.Malformed);
        Should.Throw<InvalidModuleException>(() => Wasm.Module.Load(tagsFirst, Options)).Fault
            .ShouldBe(ModuleFault.Malformed);
    }

    [Fact]
    public void Module_ImportsAndExportsOfTags_HaveTheirType()
    {
        var module = Wasm.Module.Load(
            new ModuleBytes().Type([I32, F32], []).Import(4, 0, 0).Export("t", 4, 0).ToArray(), Options);

        module.Imports[0].Type.ShouldBe(new TagType([ValueKind.I32, ValueKind.F32]));
        module.Exports[0].Type.ShouldBe(module.Imports[0].Type);
    }

    [Fact]
    public void MaxTags_ImportedAndOwn_IsHeld() => Holds(
        new ModuleLimits { MaxTags = 5 },
        count => Enumerable.Range(1, count - 1).Aggregate(Module().Import(4, 0, 0), (module, _) => module.Tag(0)));

    [Fact]
    public void MaxTags_AllImported_IsHeld() => Holds(
        new ModuleLimits { MaxTags = 5 },
        count => Enumerable.Range(0, count).Aggregate(Module(), (module, _) => module.Import(4, 0, 0)));

    [Fact]
    public void MaxTryTables_OfAFunction_IsHeld() => Holds(
        new ModuleLimits { MaxTryTables = 5 }, count => Module().Function(0, Repeat([TryTable, Empty, 0, End], count)));

    [Fact]
    public void MaxTryTableNesting_OfAFunction_IsHeld() => Holds(
        new ModuleLimits { MaxTryTableNesting = 5 },
        count => Module().Function(
            0, [TryTable, Empty, 0, End, .. Repeat([TryTable, Empty, 0], count), .. Repeat([End], count)]));

    [Fact]
    public void MaxCatches_OfAFunction_IsHeld() => Holds(
        new ModuleLimits { MaxCatches = 5 },
        count => Module().Function(
            0, [TryTable, Empty, 1, 2, 0, End, TryTable, Empty, (byte)(count - 1), .. Repeat([2, 0], count - 1), End]));

    [Fact]
    public void MaxCatches_WithTheValuesTheyBring_IsHeld() => Holds(
        new ModuleLimits { MaxCatches = 5 },
        count => new ModuleBytes().Type([.. Enumerable.Repeat(I32, count - 1)], [])
            .Type([], [.. Enumerable.Repeat(I32, count - 1)]).Tag(0)
            .Function(1, 0x02, 1, TryTable, Empty, 1, 0, 0, 0, End, 0x00, End));

    [Fact]
    public void Limits_OfOneFunction_BeginAnewWithTheNext() =>
        Module().Function(0, TryTable, Empty, 1, 2, 0, End).Function(0, TryTable, Empty, 1, 2, 0, End)
            .Read(Options with
            {
                Limits = new ModuleLimits { MaxTryTables = 1, MaxCatches = 1, MaxTryTableNesting = 1 },
            })
            .Bodies.Length.ShouldBe(2);

    [Fact]
    public void Invoke_AsManyTryTablesAsThereMayBe_RunsThem()
    {
        var limits = ModuleLimits.Default;
        var levels = limits.MaxTryTableNesting;
        byte[] nested =
        [
            0x02, Empty, .. Repeat([TryTable, Empty, 1, 2, 0], levels), 0x10, 0, .. Repeat([End], levels), End,
        ];
        var module = Module().Type([], [I32]).Tag(0)
            .Function(0, Throw, 0)
            .Function(1, [.. Repeat(nested, limits.MaxTryTables / levels), 0x41, 3])
            .Export("run", 0, 1);
        using var store = new Store();

        var run = new Linker().Instantiate(store, Wasm.Module.Load(module.ToArray(), Options))
            .GetFunction<Func<int>>("run");

        run().ShouldBe(3);
    }

    private static void Holds(ModuleLimits limits, Func<int, ModuleBytes> module)
    {
        module(5).Read(Options with { Limits = limits });
        module(6).Refusal(Options with { Limits = limits }).Fault.ShouldBe(ModuleFault.TooLarge);
    }

    private static ModuleBytes Module() => new ModuleBytes().Type([], []);

    private static byte[] Repeat(byte[] bytes, int count) => [.. Enumerable.Repeat(bytes, count).SelectMany(b => b)];
}
