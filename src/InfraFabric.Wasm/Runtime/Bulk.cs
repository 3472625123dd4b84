using InfraFabric.Wasm.Outlines;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// The instructions that work on tables and on ranges. Each range is checked whole before anything is written, and paid
/// for before it is touched; long ones are done in pieces, between which an interruption is seen.
/// </summary>
internal static unsafe class Bulk
{
    private const int PieceBytes = 1 << 20;

    public static int MemorySize(Instance instance) => (int)instance.Memory!.Pages;

    public static int GrowMemory(int pages, Instance instance) => (int?)instance.Memory!.Grow((uint)pages) ?? -1;

    public static void FillMemory(int address, int value, int count, Instance instance)
    {
        var target = Range(instance, address, count);
        Pay(instance, (uint)count, FuelCost.BytesPerUnit);
        for (long done = 0, length = (uint)count; done < length; done += PieceBytes)
        {
            CheckInterruption(instance);
            new Span<byte>(target + done, (int)Math.Min(PieceBytes, length - done)).Fill((byte)value);
        }
    }

    public static void CopyMemory(int to, int from, int count, Instance instance)
    {
        var source = Range(instance, from, count);
        var target = Range(instance, to, count);
        long length = (uint)count;
        Pay(instance, length, FuelCost.BytesPerUnit);
        if (length <= PieceBytes)
        {
            Buffer.MemoryCopy(source, target, length, length);
            return;
        }

        // Overlapping ranges are copied from the end that is not overwritten first.
        var isForward = target <= source;
        for (long done = 0; done < length; done += PieceBytes)
        {
            CheckInterruption(instance);
            var piece = Math.Min(PieceBytes, length - done);
            var at = isForward ? done : length - done - piece;
            Buffer.MemoryCopy(source + at, target + at, piece, piece);
        }
    }

    public static void InitializeMemory(int to, int from, int count, Instance instance, int segment)
    {
        var data = instance.Segments.DataOf(segment);
        if ((ulong)(uint)from + (uint)count > (ulong)data.Length)
            throw Traps.MemoryOutOfBounds();
        var target = Range(instance, to, count);
        Pay(instance, (uint)count, FuelCost.BytesPerUnit);
        data.Slice(from, count).CopyTo(new Span<byte>(target, count));
    }

    public static void DropData(Instance instance, int segment) => instance.Segments.DropData(segment);

    public static object? GetElement(int index, Instance instance, int table)
    {
        var elements = instance.Tables[table].Elements;
        return (uint)index < (uint)elements.Length ? elements[index] : throw Traps.TableOutOfBounds();
    }

    public static void SetElement(int index, object? value, Instance instance, int table)
    {
        var elements = instance.Tables[table].Elements;
        if ((uint)index >= (uint)elements.Length)
            throw Traps.TableOutOfBounds();
        elements[index] = value;
    }

    public static int TableSize(Instance instance, int table) => instance.Tables[table].Elements.Length;

    public static int GrowTable(object? value, int count, Instance instance, int table)
    {
        Pay(instance, (uint)count, FuelCost.ElementsPerUnit);
        return (int?)instance.Tables[table].Grow((uint)count, value) ?? -1;
    }

    public static void FillTable(int at, object? value, int count, Instance instance, int table)
    {
        var range = Elements(instance.Tables[table].Elements, at, count);
        Pay(instance, (uint)count, FuelCost.ElementsPerUnit);
        range.Fill(value);
    }

    public static void CopyTable(int to, int from, int count, Instance instance, int target, int source)
    {
        var read = Elements(instance.Tables[source].Elements, from, count);
        var written = Elements(instance.Tables[target].Elements, to, count);
        Pay(instance, (uint)count, FuelCost.ElementsPerUnit);
        read.CopyTo(written);
    }

    public static void InitializeTable(int to, int from, int count, Instance instance, int segment, int table)
    {
        var read = Elements(instance.Segments.ElementsOf(instance, segment), from, count);
        var written = Elements(instance.Tables[table].Elements, to, count);
        Pay(instance, (uint)count, FuelCost.ElementsPerUnit);
        read.CopyTo(written);
    }

    public static void DropElements(Instance instance, int segment) => instance.Segments.DropElements(segment);

    // The whole range is inside the memory, or nothing is given.
    private static byte* Range(Instance instance, int address, int count) =>
        instance.Memory!.Contains((uint)address, (uint)count)
            ? instance.MemoryBase + (uint)address
            : throw Traps.MemoryOutOfBounds();

    private static Span<object?> Elements(object?[] elements, int at, int count) =>
        (ulong)(uint)at + (uint)count <= (ulong)elements.Length
            ? elements.AsSpan(at, count)
            : throw Traps.TableOutOfBounds();

    public static void Pay(Instance instance, long amount, int amountPerUnit)
    {
        if (!instance.IsMetered)
            return;
        instance.Meter->Fuel -= amount / amountPerUnit;
        if (instance.Meter->Fuel < 0)
            instance.OwnStore.NextQuantum();
    }

    /// <summary>Compiled code that can go on has less in the meter than it must have.</summary>
    public static void NextQuantum(Instance instance) => instance.OwnStore.NextQuantum();

    private static void CheckInterruption(Instance instance)
    {
        if (instance.OwnStore.IsInterrupted)
            throw Traps.Interrupted();
    }
}
