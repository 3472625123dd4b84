using InfraFabric.Wasm.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Binary;

/// <summary>Modules that want to cost more than their bytes, or to be read in part.</summary>
public sealed class HostileModuleTests
{
    private const byte I32Const = 0x41;

    /// <summary>It has every section, so that cuts and flips fall everywhere.</summary>
    private static byte[] Whole => new ModuleBytes()
        .Type([I32, I64], [F32]).Type([], [])
        .ImportFunction(0).Import(1, FuncRef, 1, 1, 2).Import(3, I32, 0)
        .FunctionWithLocals(1, [1, 2, V128],
            I32Const, 0, 0x04, 0x40, 0x02, 0x40, 0x0C, 0, End, 0x05, 0x01, End,
            0x20, 1, 0x1A, I32Const, 1, 0x0E, 1, 0, 0)
        .Memory(1)
        .Global(I64, true, 0x42, 0x80, 0x01)
        .Export("run", 0, 1)
        .Add(SectionId.Start, 1)
        .Add(SectionId.Element, 4, 0x23, 0, End, 1, 0xD2, 0, End)
        .Add(SectionId.DataCount, 1)
        .Add(SectionId.Data, 0, I32Const, 0, End, 3, 1, 2, 3)
        .Custom("name", 1, 2, 3)
        .ToArray();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void Read_CountOfFourBillion_ReservesNothing(int section)
    {
        byte[] bytes = [.. Preamble, .. Section(section, U32(uint.MaxValue))];
        RefusalOf(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = RefusalOf(bytes);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
        refusal.Fault.ShouldBe(ModuleFault.Malformed);
    }

    [Fact]
    public void Read_FourBillionLocals_ReservesNothing()
    {
        var module = new ModuleBytes().Type([], []).FunctionWithLocals(0, [1, .. U32(uint.MaxValue), V128]);
        module.Refusal();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = module.Refusal();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
        refusal.Fault.ShouldBe(ModuleFault.TooLarge);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefusedAsMalformed()
    {
        var whole = Whole;
        ModuleReader.Read(whole, ModuleOptions.Default);
        var boundaries = SectionStarts(whole);

        for (var length = 0; length < whole.Length; length++)
        {
            if (!boundaries.Contains(length))
                RefusalOf(whole[..length]).Fault.ShouldBe(ModuleFault.Malformed, $"cut at {length}");
        }
    }

    [Fact]
    public void Read_AnyByteChanged_LoadsOrIsRefused()
    {
        var whole = Whole;
        var refused = 0;

        for (var i = 0; i < whole.Length; i++)
        {
            for (var value = 0; value < 256; value++)
                refused += LoadsOrIsRefused([.. whole[..i], (byte)value, .. whole[(i + 1)..]]) ? 0 : 1;
        }

        refused.ShouldBeInRange(whole.Length * 128, whole.Length * 255);
    }

    [Fact]
    public void Read_RandomBytes_LoadOrAreRefused()
    {
        var random = new Random(2);

        for (var i = 0; i < 20_000; i++)
        {
            var code = new byte[random.Next(1, 60)];
            random.NextBytes(code);
            LoadsOrIsRefused(OfFunction([I32, I64], [], code).ToArray());
            LoadsOrIsRefused([.. Preamble, .. Section(random.Next(13), code)]);
        }
    }

    [Fact]
    public void Read_AMillionNestedBlocks_IsRefusedWithoutRecursion()
    {
        var code = Enumerable.Repeat<byte[]>([0x02, 0x40], 1_000_000).SelectMany(block => block).ToArray();

        OfFunction([], [], code).Refusal().Fault.ShouldBe(ModuleFault.TooLarge);
    }

    [Fact]
    public void Read_ManyFunctionsWithManyLocals_LoadsInOneBuffer()
    {
        var module = new ModuleBytes().Type([], []);
        for (var i = 0; i < 10_000; i++)
            module.FunctionWithLocals(0, [1, .. U32(50_000), I64]);
        var bytes = module.ToArray();
        ModuleReader.Read(bytes, ModuleOptions.Default);

        var before = GC.GetAllocatedBytesForCurrentThread();
        ModuleReader.Read(bytes, ModuleOptions.Default);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    private static bool LoadsOrIsRefused(byte[] bytes)
    {
        try
        {
            ModuleReader.Read(bytes, ModuleOptions.Default);
            return true;
        }
        catch (InvalidModuleException refusal)
        {
            refusal.Offset.ShouldBeInRange(0, bytes.Length);
            return false;
        }
    }

    private static HashSet<int> SectionStarts(byte[] module)
    {
        HashSet<int> starts = [];
        var reader = new ByteReader(module, 0, module.Length);
        reader.ReadBytes(8);
        while (!reader.AtEnd)
        {
            starts.Add(reader.Position);
            reader.ReadByte();
            reader.ReadPart();
        }

        return starts;
    }
}
