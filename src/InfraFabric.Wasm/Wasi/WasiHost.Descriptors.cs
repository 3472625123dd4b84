using System.Buffers.Binary;
using InfraFabric.Wasm.Wasi.Descriptors;

namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private const int StatusBytes = 24;
    private const int PreopenBytes = 8;

    private void DefineDescriptors(Linker linker)
    {
        Define(linker, "fd_close", (int fd) => (int)_descriptors.Close(fd));
        Define(linker, "fd_renumber", (int from, int to) => (int)_descriptors.Renumber(from, to));
        Define(linker, "fd_fdstat_get", (Caller caller, int fd, int result) =>
            (int)GetStatus(Of(caller), fd, (uint)result));
        Define(linker, "fd_fdstat_set_flags", (int fd, int flags) => (int)SetFlags(fd, (DescriptorFlags)flags));
        Define(linker, "fd_fdstat_set_rights", (int fd, long rights, long inheriting) =>
            (int)SetRights(fd, (Rights)rights, (Rights)inheriting));
        Define(linker, "fd_prestat_get", (Caller caller, int fd, int result) =>
            (int)GetPreopened(Of(caller), fd, (uint)result));
        Define(linker, "fd_prestat_dir_name", (Caller caller, int fd, int path, int length) =>
            (int)GetMountPath(Of(caller), fd, Range(path, length)));
    }

    private Errno GetStatus(GuestMemory memory, int fd, uint result)
    {
        var error = Find(fd, Rights.None, out var descriptor);
        if (error != Errno.Success)
            return error;
        if (!memory.Contains(result, StatusBytes))
            return Errno.Fault;
        var status = memory.Write(new GuestRange(result, StatusBytes));
        status.Clear();
        status[0] = (byte)descriptor.Type;
        BinaryPrimitives.WriteUInt16LittleEndian(status[2..], (ushort)descriptor.Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(status[8..], (ulong)descriptor.Rights);
        BinaryPrimitives.WriteUInt64LittleEndian(status[16..], (ulong)descriptor.Inheriting);
        return Errno.Success;
    }

    private Errno SetFlags(int fd, DescriptorFlags flags)
    {
        var error = Find(fd, Rights.FdSetFlags, out var descriptor);
        if (error != Errno.Success)
            return error;
        if ((flags & ~DescriptorFlags.All) != DescriptorFlags.None)
            return Errno.Invalid;
        descriptor.Flags = flags;
        return Errno.Success;
    }

    // Rights are given away, never won.
    private Errno SetRights(int fd, Rights rights, Rights inheriting)
    {
        var error = Find(fd, rights, out var descriptor);
        if (error != Errno.Success)
            return error;
        if ((inheriting & ~descriptor.Inheriting) != Rights.None)
            return Errno.NotCapable;
        (descriptor.Rights, descriptor.Inheriting) = (rights, inheriting);
        return Errno.Success;
    }

    private Errno GetPreopened(GuestMemory memory, int fd, uint result)
    {
        if (_descriptors.Find(fd) is not DirectoryDescriptor { MountPath: { } path })
            return Errno.BadDescriptor;
        if (!memory.Contains(result, PreopenBytes))
            return Errno.Fault;
        memory.Write(result, 0u);
        memory.Write(result + sizeof(uint), (uint)path.Length);
        return Errno.Success;
    }

    private Errno GetMountPath(GuestMemory memory, int fd, GuestRange buffer)
    {
        if (_descriptors.Find(fd) is not DirectoryDescriptor { MountPath: { } path })
            return Errno.BadDescriptor;
        if (buffer.Length < path.Length)
            return Errno.NameTooLong;
        if (!memory.Contains(buffer.Address, (ulong)path.Length))
            return Errno.Fault;
        memory.Pay((ulong)path.Length);
        path.CopyTo(memory.Write(buffer with { Length = (uint)path.Length }));
        return Errno.Success;
    }
}
