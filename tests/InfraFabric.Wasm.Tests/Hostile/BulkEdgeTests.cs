using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>
/// Instructions over whole ranges at every edge: one that does not fit traps, and has changed nothing.
/// </summary>
public sealed class BulkEdgeTests
{
    private const uint Length = Memory.PageBytes;
    private const uint Data = 100;
    private const uint Elements = 10;
    private const uint Segment = 5;
    private const byte I32 = ModuleBytes.I32;

    private static readonly uint[] Bytes =
        [0, 1, 7, 99, 100, 101, 4_096, Length - 100, Length - 1, Length, Length + 1, 0x8000_0000, 0xFFFF_FFFF];

    private static readonly uint[] Items = [0, 1, 4, 5, 6, 9, 10, 11, 0x8000_0000, 0xFFFF_FFFF];

    [Theory]
    [InlineData(nameof(Opcode.MemoryFill))]
    [InlineData(nameof(Opcode.MemoryCopy))]
    [InlineData(nameof(Opcode.MemoryInit))]
    public void Run_RangeOfMemory_FitsOrChangesNothing(string name)
    {
        using var store = new Store();
        var instance = Instantiate(store);
        var memory = instance.GetMemory("memory");
        var run = instance.GetFunction(name);
        var model = new byte[Length];
        new Random(1).NextBytes(model);
        model.CopyTo(memory.Write(0, (int)Length));

        foreach (var (to, from, count) in Triples(Bytes))
        {
            var fits = (ulong)to + count <= Length && name switch
            {
                nameof(Opcode.MemoryCopy) => (ulong)from + count <= Length,
                nameof(Opcode.MemoryInit) => (ulong)from + count <= Data,
                _ => true,
            };
            if (fits)
                Change(model, name, (int)to, from, (int)count);

            var what = $"{name}({to}, {from}, {count})";
            ReasonOf(run, to, from, count).ShouldBe(fits ? null : TrapReason.MemoryOutOfBounds, what);
            memory.Read(0, (int)Length).SequenceEqual(model).ShouldBeTrue(what);
        }
    }

    [Theory]
    [InlineData(nameof(Opcode.TableFill), Elements)]
    [InlineData(nameof(Opcode.TableCopy), Elements)]
    [InlineData(nameof(Opcode.TableInit), Segment)]
    public void Run_RangeOfATable_FitsOrChangesNothing(string name, uint source)
    {
        using var store = new Store();
        var instance = Instantiate(store);
        var table = instance.GetTable("table");
        var run = instance.GetFunction(name);

        foreach (var (to, from, count) in Triples(Items))
        {
            for (var i = 0u; i < Elements; i++)
                table[i] = null;
            var fits = (ulong)to + count <= Elements
                && (name == nameof(Opcode.TableFill) || (ulong)from + count <= source);

            var what = $"{name}({to}, {from}, {count})";
            ReasonOf(run, to, from, count).ShouldBe(fits ? null : TrapReason.TableOutOfBounds, what);
            var changed = Enumerable.Range(0, (int)Elements).Count(i => table[(uint)i] is not null);
            changed.ShouldBe(fits && name != nameof(Opcode.TableCopy) ? (int)count : 0, what);
        }
    }

    [Fact]
    public void Run_SegmentsThatWereDropped_AreEmpty()
    {
        using var store = new Store();
        var instance = Instantiate(store);

        instance.GetFunction("drop").Invoke();

        ReasonOf(instance.GetFunction(nameof(Opcode.MemoryInit)), 0, 0, 1).ShouldBe(TrapReason.MemoryOutOfBounds);
        ReasonOf(instance.GetFunction(nameof(Opcode.TableInit)), 0, 0, 1).ShouldBe(TrapReason.TableOutOfBounds);
        ReasonOf(instance.GetFunction(nameof(Opcode.MemoryInit)), Length, 0, 0).ShouldBeNull();
        ReasonOf(instance.GetFunction(nameof(Opcode.TableInit)), Elements, 0, 0).ShouldBeNull();
    }

    private static void Change(byte[] model, string name, int to, uint from, int count)
    {
        var range = model.AsSpan(to, count);
        if (name == nameof(Opcode.MemoryFill))
            range.Fill((byte)from);
        else if (name == nameof(Opcode.MemoryCopy))
            model.AsSpan((int)from, count).CopyTo(range);
        else
            SegmentBytes[(int)from..((int)from + count)].CopyTo(range);
    }

    private static byte[] SegmentBytes { get; } = [.. Enumerable.Range(100, (int)Data).Select(i => (byte)i)];

    private static IEnumerable<(uint To, uint From, uint Count)> Triples(uint[] edges) =>
        from to in edges from @from in edges from count in edges select (to, @from, count);

    private static Instance Instantiate(Store store)
    {
        var module = new ModuleBytes().Type([I32, I32, I32], []).Type([], [])
            .Memory(1).Table(ModuleBytes.FuncRef, Elements).Export("memory", 2, 0).Export("table", 1, 0)
            .Add(SectionId.Element, 1, 0, (byte)Segment, 0, 0, 0, 0, 0)
            .Add(SectionId.DataCount, 1)
            .Add(SectionId.Data, [1, (byte)Data, .. SegmentBytes]);
        var refer = new Code().Add(Opcode.LocalGet, 0).Add(Opcode.RefFunc, 0).Add(Opcode.LocalGet, 2);
        (Opcode Opcode, Code Code)[] functions =
        [
            (Opcode.MemoryFill, Three().Add(Opcode.MemoryFill, 0)),
            (Opcode.MemoryCopy, Three().Add(Opcode.MemoryCopy, 0, 0)),
            (Opcode.MemoryInit, Three().Add(Opcode.MemoryInit, 0, 0)),
            (Opcode.TableCopy, Three().Add(Opcode.TableCopy, 0, 0)),
            (Opcode.TableInit, Three().Add(Opcode.TableInit, 0, 0)),
            (Opcode.TableFill, refer.Add(Opcode.TableFill, 0)),
        ];
        foreach (var (index, (opcode, code)) in functions.Index())
            module.Function(0, code).Export($"{opcode}", 0, (uint)index);
        module.Function(1, new Code().Add(Opcode.DataDrop, 0).Add(Opcode.ElemDrop, 0))
            .Export("drop", 0, (uint)functions.Length);
        return new Linker().Instantiate(store, Module.Load(module.ToArray()));
    }

    private static Code Three() => new Code().Add(Opcode.LocalGet, 0).Add(Opcode.LocalGet, 1).Add(Opcode.LocalGet, 2);

    private static TrapReason? ReasonOf(Function run, params uint[] arguments) =>
        Traps.ReasonOf(() => run.Invoke([.. arguments.Select(argument => Value.FromI32((int)argument))]));
}
