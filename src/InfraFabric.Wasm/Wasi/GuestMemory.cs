using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using InfraFabric.Wasm.Outlines;
using InfraFabric.Wasm.Runtime;

namespace InfraFabric.Wasm.Wasi;

/// <summary>
/// The memory of the program that calls. A function first asks for all it needs with <c>Contains</c> or
/// <c>TryRead</c>, has the program pay for it, and reads and writes then; a program without a memory has nowhere that
/// contains anything.
/// </summary>
internal readonly struct GuestMemory(Caller caller)
{
    private readonly Memory? _memory = caller.Memory;

    public bool Contains(uint address, ulong length) =>
        _memory is not null && length <= uint.MaxValue && _memory.Contains(address, (uint)length);

    public bool Contains(GuestRange range) => Contains(range.Address, range.Length);

    public ReadOnlySpan<byte> Read(GuestRange range) => _memory!.Read(range.Address, checked((int)range.Length));

    public Span<byte> Write(GuestRange range) => _memory!.Write(range.Address, checked((int)range.Length));

    public void Write(uint address, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(_memory!.Write(address, sizeof(uint)), value);

    public void Write(uint address, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(_memory!.Write(address, sizeof(ulong)), value);

    /// <summary>Takes fuel for bytes that will be moved, as the program pays where it copies a range itself.</summary>
    /// <exception cref="TrapException">There is not enough.</exception>
    public void Pay(ulong bytes)
    {
        if (caller.Instance is { } instance)
            Bulk.Pay(instance, (long)bytes, FuelCost.BytesPerUnit);
    }

    /// <summary>
    /// The buffers of a vector, which are paid for: all in memory, together not over <see cref="int.MaxValue"/> bytes.
    /// </summary>
    public Errno TryRead(uint address, Span<GuestRange> ranges)
    {
        if (!Contains(address, 8ul * (ulong)ranges.Length))
            return Errno.Fault;
        var bytes = _memory!.Read(address, 8 * ranges.Length);
        var total = 0ul;
        for (var index = 0; index < ranges.Length; index++)
        {
            var item = bytes.Slice(8 * index, 8);
            ranges[index] = new GuestRange(
                BinaryPrimitives.ReadUInt32LittleEndian(item), BinaryPrimitives.ReadUInt32LittleEndian(item[4..]));
            if (!Contains(ranges[index]))
                return Errno.Fault;
            total += ranges[index].Length;
        }

        if (total > int.MaxValue)
            return Errno.Invalid;
        Pay(total);
        return Errno.Success;
    }

    /// <summary>A path, which is paid for: UTF-8 without a zero.</summary>
    public Errno TryRead(GuestRange range, int maxBytes, out string path)
    {
        path = "";
        if (range.Length > (uint)maxBytes)
            return Errno.NameTooLong;
        if (!Contains(range))
            return Errno.Fault;
        Pay(range.Length);
        var bytes = Read(range);
        if (!Utf8.IsValid(bytes))
            return Errno.IllegalBytes;
        if (bytes.Contains((byte)0))
            return Errno.Invalid;
        path = Encoding.UTF8.GetString(bytes);
        return Errno.Success;
    }
}
