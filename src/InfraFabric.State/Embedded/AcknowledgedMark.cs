using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using InfraFabric.State.Storage;

namespace InfraFabric.State.Embedded;

/// <summary>
/// The number of the last log row whose commits were acknowledged, in a file beside the log. A log that was cut off at
/// the end of a row looks whole; only this shows that something is missing.
/// </summary>
/// <remarks>
/// It is written through memory, without waiting for the disk, and only after its row is durable. So it survives the
/// death of the process exactly, and after a power loss it may be behind the log but never ahead of it. Two slots are
/// written in turn, each with a checksum, so that one is whole at every moment.
/// </remarks>
internal sealed class AcknowledgedMark : IDisposable
{
    private const int SlotBytes = sizeof(long) + Checksum.Size;

    // Each slot in a sector of its own.
    private const int SlotDistance = 512;
    private const int FileBytes = 2 * SlotDistance;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte[] _slot = new byte[SlotBytes];
    private int _next;

    private AcknowledgedMark(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, FileBytes);
    }

    /// <summary>The last acknowledged row.</summary>
    public long Sequence { get; private set; }

    /// <summary>Opens the mark; one that was never written says 0, and one that cannot be trusted throws.</summary>
    public static AcknowledgedMark Open(string path)
    {
        if (!File.Exists(path))
            Create(path);
        if (new FileInfo(path).Length != FileBytes)
            throw new InvalidDataException($"'{path}' does not have its {FileBytes} bytes");
        var mark = new AcknowledgedMark(MemoryMappedFile.CreateFromFile(path, FileMode.Open));
        try
        {
            mark.Read(path);
            return mark;
        }
        catch
        {
            mark.Dispose();
            throw;
        }
    }

    public void Advance(long sequence)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_slot, sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(
            _slot.AsSpan(sizeof(long)), Checksum.Of(_next, _slot.AsSpan(0, sizeof(long))));
        _view.WriteArray(_next * SlotDistance, _slot, 0, SlotBytes);
        _next ^= 1;
        Sequence = sequence;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private static void Create(string path)
    {
        var bytes = new byte[FileBytes];
        for (var index = 0; index < 2; index++)
        {
            var slot = bytes.AsSpan(index * SlotDistance, SlotBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(slot[sizeof(long)..], Checksum.Of(index, slot[..sizeof(long)]));
        }

        // Complete under another name first, so that a crash leaves the whole file or none.
        var incomplete = path + ".new";
        using (var file = new FileStream(incomplete, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(incomplete, path);
    }

    private void Read(string path)
    {
        long? best = null;
        for (var index = 0; index < 2; index++)
        {
            _view.ReadArray(index * SlotDistance, _slot, 0, SlotBytes);
            var sequence = BinaryPrimitives.ReadInt64LittleEndian(_slot);
            var checksum = BinaryPrimitives.ReadUInt32LittleEndian(_slot.AsSpan(sizeof(long)));
            if (checksum != Checksum.Of(index, _slot.AsSpan(0, sizeof(long))) || sequence < (best ?? 0))
                continue;
            best = sequence;
            _next = index ^ 1;
        }

        Sequence = best ?? throw new InvalidDataException($"neither half of '{path}' is whole");
    }
}
