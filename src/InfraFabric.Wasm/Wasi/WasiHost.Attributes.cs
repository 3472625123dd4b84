using System.Buffers.Binary;
using InfraFabric.Wasm.Wasi.Descriptors;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private const int AttributeBytes = 64;

    private void DefineAttributes(Linker linker)
    {
        Define(linker, "fd_filestat_get", (Caller caller, int fd, int result) =>
            (int)GetAttributes(Of(caller), fd, (uint)result));
        Define(linker, "fd_filestat_set_size", (Caller caller, int fd, long size) =>
            (int)SetSize(Of(caller), fd, size));
        Define(linker, "fd_filestat_set_times", (int fd, long accessed, long modified, int flags) =>
            (int)SetTimes(fd, new TimeChange((ulong)accessed, (ulong)modified, flags)));
        Define(linker, "path_filestat_get", (Caller caller, int fd, int lookup, int path, int length, int result) =>
            (int)GetAttributes(Of(caller), fd, Follows(lookup), Range(path, length), (uint)result));
        Define(linker, "path_filestat_set_times", (
            Caller caller, int fd, int lookup, int path, int length, long accessed, long modified, int flags) =>
            (int)SetTimes(Of(caller), fd, Follows(lookup), Range(path, length),
                new TimeChange((ulong)accessed, (ulong)modified, flags)));
    }

    private Errno GetAttributes(GuestMemory memory, int fd, uint result)
    {
        var error = Find(fd, Rights.FdGetStatus, out var descriptor);
        return error == Errno.Success
            ? Write(memory, result, descriptor.Device, descriptor.Type, descriptor.Node)
            : error;
    }

    private Errno GetAttributes(GuestMemory memory, int fd, bool follows, GuestRange path, uint result)
    {
        var error = Resolve(memory, fd, Rights.PathGetStatus, path, follows, out var directory, out var target);
        if (error != Errno.Success)
            return error;

        return target.Node is { } node ? Write(memory, result, directory.Device, node.Type, node) : Errno.NoEntry;
    }

    private static Errno Write(GuestMemory memory, uint result, int device, FileType type, Node? node)
    {
        if (!memory.Contains(result, AttributeBytes))
            return Errno.Fault;
        var bytes = memory.Write(new GuestRange(result, AttributeBytes));
        bytes.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, device);
        bytes[16] = (byte)type;
        if (node is null)
            return Errno.Success;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], node.Id);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], node.Links);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], node.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[40..], node.Accessed);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[48..], node.Modified);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[56..], node.Changed);
        return Errno.Success;
    }

    private Errno SetSize(GuestMemory memory, int fd, long size)
    {
        var error = Find(fd, Rights.FdSetSize, out var descriptor);
        if (error != Errno.Success)
            return error;
        if (size < 0 || descriptor is not FileDescriptor { File: var file })
            return Errno.Invalid;
        error = Resize(memory, file, size);
        if (error == Errno.Success)
            file.Touch(Now);
        return error;
    }

    private Errno SetTimes(int fd, TimeChange change)
    {
        var error = Find(fd, Rights.FdSetTimes, out var descriptor);
        return error != Errno.Success ? error
            : descriptor.Node is { } node ? change.Apply(node, Now)
            : Errno.Invalid;
    }

    private Errno SetTimes(GuestMemory memory, int fd, bool follows, GuestRange path, TimeChange change)
    {
        var error = Resolve(memory, fd, Rights.PathSetTimes, path, follows, out _, out var target);
        return error != Errno.Success ? error
            : target.Node is { } node ? change.Apply(node, Now)
            : Errno.NoEntry;
    }
}
