using InfraFabric.Wasm.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Binary;

/// <summary>Each limit: what reaches it loads, one more is refused.</summary>
public sealed class ModuleLimitsTests
{
    private const byte I32Const = 0x41;
    private const byte Drop = 0x1A;
    private const byte Block = 0x02;
    private const byte BrTable = 0x0E;

    [Fact]
    public void MaxModuleBytes_IsHeld() => Holds(
        most => new ModuleLimits { MaxModuleBytes = most },
        count => new ModuleBytes().Custom("", new byte[count - 11]), 100);

    [Fact]
    public void MaxTypes_IsHeld() => Holds(
        most => new ModuleLimits { MaxTypes = most },
        count => Times(count, new ModuleBytes(), module => module.Type([], [])));

    [Fact]
    public void MaxImports_IsHeld() => Holds(
        most => new ModuleLimits { MaxImports = most },
        count => Times(count, new ModuleBytes(), module => module.Import(3, I32, 0)));

    [Fact]
    public void MaxExports_IsHeld() => Holds(
        most => new ModuleLimits { MaxExports = most },
        count => Enumerable.Range(0, count)
            .Aggregate(new ModuleBytes().Memory(1), (module, i) => module.Export($"{i}", 2, 0)));

    [Fact]
    public void MaxFunctions_ImportedAndOwn_IsHeld() => Holds(
        most => new ModuleLimits { MaxFunctions = most },
        count => Times(count - 1, new ModuleBytes().Type([], []).ImportFunction(0), module => module.Function(0)));

    [Fact]
    public void MaxFunctions_AllImported_IsHeld() => Holds(
        most => new ModuleLimits { MaxFunctions = most },
        count => Times(count, new ModuleBytes().Type([], []), module => module.ImportFunction(0)));

    [Fact]
    public void MaxTables_ImportedAndOwn_IsHeld() => Holds(
        most => new ModuleLimits { MaxTables = most },
        count => Times(count - 1, new ModuleBytes().Import(1, FuncRef, 0, 0), module => module.Table(FuncRef, 1)));

    [Fact]
    public void MaxMemories_IsHeld() => Holds(
        most => new ModuleLimits { MaxMemories = most },
        count => Times(count, new ModuleBytes(), module => module.Memory(1)), most: 0);

    [Fact]
    public void MaxGlobals_ImportedAndOwn_IsHeld() => Holds(
        most => new ModuleLimits { MaxGlobals = most },
        count => Times(
            count - 1, new ModuleBytes().Import(3, I32, 0), module => module.Global(I32, false, I32Const, 0)));

    [Fact]
    public void MaxElementSegments_IsHeld() => Holds(
        most => new ModuleLimits { MaxElementSegments = most },
        count => Times(count, new ModuleBytes(), module => module.Add(SectionId.Element, 1, 0, 0)));

    [Fact]
    public void MaxElements_OfAllSegments_IsHeld() => Holds(
        most => new ModuleLimits { MaxElements = most },
        count => Times(
            count, new ModuleBytes().Type([], []).ImportFunction(0),
            module => module.Add(SectionId.Element, 1, 0, 1, 0)));

    [Fact]
    public void MaxDataSegments_IsHeld() => Holds(
        most => new ModuleLimits { MaxDataSegments = most },
        count => Times(count, new ModuleBytes(), module => module.Add(SectionId.Data, 1, 0)));

    [Fact]
    public void MaxDataSegments_DeclaredOnly_IsHeld() =>
        new ModuleBytes().Add(SectionId.DataCount, U32(uint.MaxValue)).Refusal().Fault.ShouldBe(ModuleFault.TooLarge);

    [Fact]
    public void MaxCustomSections_IsHeld() => Holds(
        most => new ModuleLimits { MaxCustomSections = most },
        count => Times(count, new ModuleBytes(), module => module.Custom("c")));

    [Fact]
    public void MaxNameBytes_IsHeld() => Holds(
        most => new ModuleLimits { MaxNameBytes = most },
        count => new ModuleBytes().Custom(new string('c', count)));

    [Fact]
    public void MaxFunctionBytes_IsHeld() => Holds(
        most => new ModuleLimits { MaxFunctionBytes = most },
        count => OfFunction([], [], new byte[count - 2].Select(_ => (byte)0x01).ToArray()));

    [Fact]
    public void MaxParameters_IsHeld() => Holds(
        most => new ModuleLimits { MaxParameters = most },
        count => new ModuleBytes().Type([.. Repeat(I32, count)], []));

    [Fact]
    public void MaxResults_IsHeld() => Holds(
        most => new ModuleLimits { MaxResults = most },
        count => new ModuleBytes().Type([], [.. Repeat(I32, count)]));

    [Fact]
    public void MaxLocals_ParametersAndGroups_IsHeld() => Holds(
        most => new ModuleLimits { MaxLocals = most },
        count => new ModuleBytes().Type([I32], [])
            .FunctionWithLocals(0, [2, 1, I64, .. U32((uint)count - 2), F32]));

    [Fact]
    public void MaxLocals_MoreThanTheFormatHas_AreMalformed() =>
        new ModuleBytes().Type([], []).FunctionWithLocals(0, [2, .. U32(uint.MaxValue), I32, 1, I32])
            .Refusal().Fault.ShouldBe(ModuleFault.Malformed);

    [Fact]
    public void MaxNesting_IsHeld() => Holds(
        most => new ModuleLimits { MaxNesting = most },
        count => OfFunction([], [],
            [.. Repeat<byte[]>([Block, 0x40], count).SelectMany(b => b), .. Repeat(End, count)]));

    [Fact]
    public void MaxOperands_IsHeld() => Holds(
        most => new ModuleLimits { MaxOperands = most },
        count => OfFunction([], [],
            [.. Repeat<byte[]>([I32Const, 0], count).SelectMany(b => b), .. Repeat(Drop, count)]));

    [Fact]
    public void MaxOperands_OfACall_IsHeld() => Holds(
        most => new ModuleLimits { MaxOperands = most },
        count => new ModuleBytes().Type([], [.. Repeat(I32, count)]).Type([], [])
            .ImportFunction(0).Function(1, [0x10, 0, .. Repeat(Drop, count)]), 300);

    [Fact]
    public void MaxBranchTargets_IsHeld() => Holds(
        most => new ModuleLimits { MaxBranchTargets = most },
        count => OfFunction([], [], [I32Const, 0, BrTable, .. U32((uint)count), .. new byte[count + 1]]));

    private static void Holds(Func<int, ModuleLimits> limits, Func<int, ModuleBytes> module, int most = 5)
    {
        var options = new ModuleOptions { Limits = limits(most) };

        module(most).Read(options);
        module(most + 1).Refusal(options).Fault.ShouldBe(ModuleFault.TooLarge);
    }

    private static IEnumerable<T> Repeat<T>(T item, int count) => Enumerable.Repeat(item, count);

    private static ModuleBytes Times(int count, ModuleBytes module, Func<ModuleBytes, ModuleBytes> add)
    {
        for (; count > 0; count--)
            add(module);
        return module;
    }
}
