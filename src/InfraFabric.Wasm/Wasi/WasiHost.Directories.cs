using System.Buffers.Binary;
using System.Text;
using InfraFabric.Wasm.Wasi.Descriptors;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private const int EntryBytes = 24;
    private const ulong CookieOfSelf = 1;
    private const ulong CookieOfParent = 2;

    private void DefineDirectories(Linker linker) =>
        Define(linker, "fd_readdir", (Caller caller, int fd, int buffer, int length, long cookie, int result) =>
            (int)ReadDirectory(Of(caller), fd, Range(buffer, length), (ulong)cookie, (uint)result));

    private Errno ReadDirectory(GuestMemory memory, int fd, GuestRange buffer, ulong cookie, uint result)
    {
        var error = Find(fd, Rights.None, out var descriptor);
        if (error != Errno.Success)
            return error;
        if (descriptor is not DirectoryDescriptor { Directory: var directory })
            return Errno.NotDirectory;
        if (!descriptor.Rights.HasFlag(Rights.FdReadDirectory))
            return Errno.NotCapable;
        if (!memory.Contains(buffer) || !memory.Contains(result, sizeof(uint)))
            return Errno.Fault;

        buffer = buffer with { Length = Math.Min(buffer.Length, int.MaxValue) };
        memory.Pay(buffer.Length);
        var room = memory.Write(buffer);
        var rest = room;
        var isMore = true;
        if (cookie < CookieOfSelf)
            isMore = Put(new DirectoryEntry(CookieOfSelf, ".", directory), ref rest);
        if (isMore && cookie < CookieOfParent)
            isMore = Put(new DirectoryEntry(CookieOfParent, "..", directory.Parent ?? directory), ref rest);
        for (var index = directory.IndexAfter(cookie); isMore && index < directory.Entries.Count; index++)
            isMore = Put(directory.Entries[index], ref rest);
        memory.Write(result, (uint)(room.Length - rest.Length));
        return Errno.Success;
    }

    /// <summary>Writes what there is room for; the program asks again for an entry that is cut off.</summary>
    private static bool Put(DirectoryEntry entry, ref Span<byte> room)
    {
        Span<byte> bytes = stackalloc byte[EntryBytes + PathResolver.MaxNameBytes];
        bytes.Clear();
        var name = Encoding.UTF8.GetBytes(entry.Name, bytes[EntryBytes..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, entry.Cookie);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], entry.Node.Id);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], name);
        bytes[20] = (byte)entry.Node.Type;
        var length = Math.Min(EntryBytes + name, room.Length);
        bytes[..length].CopyTo(room);
        room = room[length..];
        return !room.IsEmpty;
    }
}
