using InfraFabric.Wasm.Wasi.Descriptors;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private const int LastAdvice = 5;
    private const uint FewBuffers = 64;

    private void DefineTransfers(Linker linker)
    {
        Define(linker, "fd_read", (Caller caller, int fd, int buffers, int count, int result) =>
            (int)Transfer(Of(caller), fd, Rights.FdRead, (uint)buffers, (uint)count, null, (uint)result));
        Define(linker, "fd_pread", (Caller caller, int fd, int buffers, int count, long offset, int result) =>
            (int)Transfer(Of(caller), fd, Rights.FdRead, (uint)buffers, (uint)count, offset, (uint)result));
        Define(linker, "fd_write", (Caller caller, int fd, int buffers, int count, int result) =>
            (int)Transfer(Of(caller), fd, Rights.FdWrite, (uint)buffers, (uint)count, null, (uint)result));
        Define(linker, "fd_pwrite", (Caller caller, int fd, int buffers, int count, long offset, int result) =>
            (int)Transfer(Of(caller), fd, Rights.FdWrite, (uint)buffers, (uint)count, offset, (uint)result));
        Define(linker, "fd_seek", (Caller caller, int fd, long offset, int whence, int result) =>
            (int)Seek(Of(caller), fd, offset, whence, Rights.FdSeek, (uint)result));
        Define(linker, "fd_tell", (Caller caller, int fd, int result) =>
            (int)Seek(Of(caller), fd, 0, FileDescriptor.FromHere, Rights.FdTell, (uint)result));
        Define(linker, "fd_sync", (int fd) => (int)Flush(fd, Rights.FdSync));
        Define(linker, "fd_datasync", (int fd) => (int)Flush(fd, Rights.FdDatasync));
        Define(linker, "fd_advise", (int fd, long offset, long length, int advice) => (int)Advise(fd, advice));
        Define(linker, "fd_allocate", (Caller caller, int fd, long offset, long length) =>
            (int)Allocate(Of(caller), fd, offset, length));
    }

    private Errno Transfer(
        GuestMemory memory, int fd, Rights needed, uint buffers, uint count, long? offset, uint result)
    {
        if (offset < 0 || count > (uint)_options.Limits.MaxBuffers)
            return Errno.Invalid;
        var ranges = count <= FewBuffers ? stackalloc GuestRange[(int)count] : new GuestRange[count];
        var error = Begin(memory, fd, needed, buffers, ranges, offset, result, out var descriptor);
        if (error != Errno.Success)
            return error;

        var total = 0u;
        foreach (var range in ranges)
        {
            if (range.Length == 0)
                continue;
            int moved;
            if (needed == Rights.FdRead)
                error = descriptor.Read(offset + total, memory.Write(range), out moved);
            else if ((error = descriptor.Write(offset + total, memory.Read(range), Now)) == Errno.Success)
                moved = (int)range.Length;
            else
                break;
            total += (uint)moved;
            if (error != Errno.Success || moved < range.Length)
                break;
        }

        return End(memory, result, total, error);
    }

    // Everything that can be wrong is found before a byte is moved.
    private Errno Begin(
        GuestMemory memory, int fd, Rights needed, uint buffers, Span<GuestRange> ranges, long? offset, uint result,
        out Descriptor descriptor)
    {
        var error = Find(fd, needed, out descriptor);
        if (error != Errno.Success)
            return error;
        if (offset is not null && !descriptor.Rights.HasFlag(Rights.FdSeek))
            return descriptor is StreamDescriptor ? Errno.NotSeekable : Errno.NotCapable;
        return memory.Contains(result, sizeof(uint)) ? memory.TryRead(buffers, ranges) : Errno.Fault;
    }

    // What was moved before something failed was moved; the failure comes again with the rest.
    private static Errno End(GuestMemory memory, uint result, uint total, Errno error)
    {
        if (error != Errno.Success && total == 0)
            return error;
        memory.Write(result, total);
        return Errno.Success;
    }

    private Errno Seek(GuestMemory memory, int fd, long offset, int whence, Rights needed, uint result)
    {
        if (_descriptors.Find(fd) is StreamDescriptor)
            return Errno.NotSeekable;
        if (offset == 0 && whence == FileDescriptor.FromHere)
            needed = Rights.FdTell;
        var error = Find(fd, needed, out var descriptor);
        if (error != Errno.Success)
            return error;
        if (!memory.Contains(result, sizeof(ulong)))
            return Errno.Fault;
        error = descriptor.Seek(offset, whence, out var position);
        if (error == Errno.Success)
            memory.Write(result, (ulong)position);
        return error;
    }

    private Errno Flush(int fd, Rights needed)
    {
        var error = Find(fd, needed, out var descriptor);
        return error == Errno.Success ? descriptor.Flush() : error;
    }

    private Errno Advise(int fd, int advice)
    {
        var error = Find(fd, Rights.FdAdvise, out _);
        return error != Errno.Success ? error : (uint)advice > LastAdvice ? Errno.Invalid : Errno.Success;
    }

    private Errno Allocate(GuestMemory memory, int fd, long offset, long length)
    {
        var error = Find(fd, Rights.FdAllocate, out var descriptor);
        if (error != Errno.Success)
            return error;
        if (offset < 0 || length <= 0)
            return Errno.Invalid;
        if (descriptor is not FileDescriptor { File: var file })
            return Errno.BadDescriptor;
        if (length > Array.MaxLength - offset)
            return Errno.FileTooLarge;
        return offset + length > file.Length ? Resize(memory, file, offset + length) : Errno.Success;
    }

    private static Errno Resize(GuestMemory memory, FileNode file, long length)
    {
        var before = file.Length;
        var error = file.Resize(length);
        if (error == Errno.Success)
            memory.Pay((ulong)Math.Abs(length - before));
        return error;
    }
}
