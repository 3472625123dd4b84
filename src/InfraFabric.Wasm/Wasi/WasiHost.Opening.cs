using InfraFabric.Wasm.Wasi.Descriptors;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    // Rights that were asked for and are not to be had are left out, for programs ask for all there are; but to write,
    // create or truncate without the right is refused here and now.
    private Errno Open(GuestMemory memory, int fd, bool follows, GuestRange path, OpenRequest request, uint result)
    {
        follows &= !request.IsExclusive;
        var error = Resolve(memory, fd, Rights.PathOpen, path, follows, out var parent, out var target);
        if (error != Errno.Success)
            return error;

        if (!memory.Contains(result, sizeof(uint)))
            return Errno.Fault;
        error = MayOpen(parent, target, request);
        if (error != Errno.Success)
            return error;
        if (_descriptors.IsFull)
            return Errno.TooManyOpenFiles;
        error = Prepare(target, request, out var node);
        if (error != Errno.Success)
            return error;
        error = _descriptors.Open(Describe(node, parent, request), out var number);
        if (error == Errno.Success)
            memory.Write(result, (uint)number);
        return error;
    }

    private static Errno MayOpen(DirectoryDescriptor parent, PathTarget target, OpenRequest request)
    {
        if ((request.Flags & ~DescriptorFlags.All) != DescriptorFlags.None || (request.Creates && request.IsDirectory))
            return Errno.Invalid;
        var needed = (target.Node is null ? Rights.PathCreateFile : Rights.None)
            | (request.Truncates ? Rights.PathSetSize : Rights.None);
        var isAllowed = (parent.Rights & needed) == needed
            && (!request.Writes || parent.Inheriting.HasFlag(Rights.FdWrite));
        return target.Node switch
        {
            null when !request.Creates || target.IsDirectoryNamed => Errno.NoEntry,
            not null when request.IsExclusive => Errno.Exists,
            LinkNode => Errno.Loop,
            FileNode when request.IsDirectory => Errno.NotDirectory,
            DirectoryNode when request.Truncates || (request.Writes && !request.IsDirectory) => Errno.IsDirectory,
            _ => isAllowed ? Errno.Success : Errno.NotCapable,
        };
    }

    private Errno Prepare(PathTarget target, OpenRequest request, out Node node)
    {
        if (target.Node is null)
        {
            node = _options.Files!.CreateFile(Now);
            return target.Directory.Add(target.Name!, node, Now);
        }

        node = target.Node;
        if (!request.Truncates || node is not FileNode file)
            return Errno.Success;
        node.Touch(Now);
        return file.Resize(0);
    }

    private static Descriptor Describe(Node node, DirectoryDescriptor parent, OpenRequest request)
    {
        var rights = request.Rights & parent.Inheriting;
        var inheriting = request.Inheriting & parent.Inheriting;
        return node is DirectoryNode directory
            ? new DirectoryDescriptor(
                directory, parent.Device, rights & (Rights.ReadDirectory | Rights.WriteDirectory), inheriting)
            {
                Flags = request.Flags,
            }
            : new FileDescriptor(
                (FileNode)node, parent.Device, rights & (Rights.ReadFile | Rights.WriteFile), Rights.None)
            {
                Flags = request.Flags,
            };
    }
}
