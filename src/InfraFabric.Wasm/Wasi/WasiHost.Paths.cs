using InfraFabric.Wasm.Wasi.Descriptors;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private void DefinePaths(Linker linker)
    {
        Define(linker, "path_create_directory", (Caller caller, int fd, int path, int length) =>
            (int)CreateDirectory(Of(caller), fd, Range(path, length)));
        Define(linker, "path_remove_directory", (Caller caller, int fd, int path, int length) =>
            (int)RemoveDirectory(Of(caller), fd, Range(path, length)));
        Define(linker, "path_unlink_file", (Caller caller, int fd, int path, int length) =>
            (int)Unlink(Of(caller), fd, Range(path, length)));
        Define(linker, "path_rename", (
            Caller caller, int fd, int path, int length, int newFd, int newPath, int newLength) =>
            (int)Rename(Of(caller), fd, Range(path, length), newFd, Range(newPath, newLength)));
        Define(linker, "path_link", (
            Caller caller, int fd, int lookup, int path, int length, int newFd, int newPath, int newLength) =>
            (int)Link(Of(caller), fd, Follows(lookup), Range(path, length), newFd, Range(newPath, newLength)));
        Define(linker, "path_symlink", (Caller caller, int target, int targetLength, int fd, int path, int length) =>
            (int)LinkSymbolically(Of(caller), Range(target, targetLength), fd, Range(path, length)));
        Define(linker, "path_readlink", (
            Caller caller, int fd, int path, int length, int buffer, int bufferLength, int result) =>
            (int)ReadLink(Of(caller), fd, Range(path, length), Range(buffer, bufferLength), (uint)result));
        Define(linker, "path_open", (
            Caller caller, int fd, int lookup, int path, int length, int open, long rights, long inheriting, int flags,
            int result) =>
            (int)Open(Of(caller), fd, Follows(lookup), Range(path, length), new OpenRequest(
                (OpenFlags)open, (Rights)rights, (Rights)inheriting, (DescriptorFlags)flags), (uint)result));
    }

    private static bool Follows(int lookup) => (lookup & 1) != 0;

    private Errno Resolve(
        GuestMemory memory, int fd, Rights needed, GuestRange path, bool follows,
        out DirectoryDescriptor directory, out PathTarget target)
    {
        target = default;
        directory = null!;
        var error = Find(fd, Rights.None, out var descriptor);
        if (error != Errno.Success)
            return error;
        if (descriptor is not DirectoryDescriptor found)
            return Errno.NotDirectory;
        directory = found;
        if ((descriptor.Rights & needed) != needed)
            return Errno.NotCapable;
        error = memory.TryRead(path, _options.Limits.MaxPathBytes, out var text);
        return error == Errno.Success ? PathResolver.Resolve(found.Directory, text, follows, out target) : error;
    }

    // Where something new is to be: a name that is free, and not written as a directory's.
    private Errno ResolveFree(
        GuestMemory memory, int fd, Rights needed, GuestRange path, out DirectoryDescriptor directory,
        out PathTarget target)
    {
        var error = Resolve(memory, fd, needed, path, follows: false, out directory, out target);
        return error != Errno.Success ? error
            : target.Node is not null ? Errno.Exists
            : target.IsDirectoryNamed ? Errno.NoEntry
            : Errno.Success;
    }

    private Errno CreateDirectory(GuestMemory memory, int fd, GuestRange path)
    {
        var error = Resolve(memory, fd, Rights.PathCreateDirectory, path, follows: false, out _, out var target);
        if (error != Errno.Success)
            return error;

        return target.Node is null
            ? target.Directory.Add(target.Name!, _options.Files!.CreateDirectory(Now), Now)
            : Errno.Exists;
    }

    private Errno RemoveDirectory(GuestMemory memory, int fd, GuestRange path)
    {
        var error = Resolve(memory, fd, Rights.PathRemoveDirectory, path, follows: false, out _, out var target);
        if (error != Errno.Success)
            return error;

        error = (target.Name, target.Node) switch
        {
            (null, _) => Errno.Invalid,
            (_, null) => Errno.NoEntry,
            (_, DirectoryNode { IsEmpty: true }) => Errno.Success,
            (_, DirectoryNode) => Errno.NotEmpty,
            _ => Errno.NotDirectory,
        };
        if (error == Errno.Success)
            target.Directory.Remove(target.Name!, Now);
        return error;
    }

    private Errno Unlink(GuestMemory memory, int fd, GuestRange path)
    {
        var error = Resolve(memory, fd, Rights.PathUnlink, path, follows: false, out _, out var target);
        if (error != Errno.Success)
            return error;

        if (target.Node is null or DirectoryNode)
            return target.Node is null ? Errno.NoEntry : Errno.IsDirectory;
        target.Directory.Remove(target.Name!, Now);
        return Errno.Success;
    }

    private Errno Rename(GuestMemory memory, int fd, GuestRange path, int newFd, GuestRange newPath)
    {
        var error = Resolve(memory, fd, Rights.PathRenameSource, path, follows: false, out var from, out var source);
        if (error != Errno.Success)
            return error;

        error = Resolve(memory, newFd, Rights.PathRenameTarget, newPath, follows: false, out var to, out var target);
        if (error != Errno.Success)
            return error;
        if (from.Device != to.Device)
            return Errno.OtherDevice;
        if (source.Node is { } node && source.Node == target.Node)
            return Errno.Success;
        error = MayReplace(source, target);
        if (error == Errno.Success)
            Move(source, target);
        return error;
    }

    private static Errno MayReplace(PathTarget source, PathTarget target)
    {
        if (source.Node is null || target.Directory.Links == 0)
            return Errno.NoEntry;
        if (source.Name is null || target.Name is null)
            return Errno.Invalid;
        if (source.Node is not DirectoryNode directory)
        {
            return target.Node is DirectoryNode ? Errno.IsDirectory
                : target.IsDirectoryNamed ? Errno.NotDirectory
                : Errno.Success;
        }

        if (target.Directory.IsWithin(directory))
            return Errno.Invalid;
        return target.Node switch
        {
            null or DirectoryNode { IsEmpty: true } => Errno.Success,
            DirectoryNode => Errno.NotEmpty,
            _ => Errno.NotDirectory,
        };
    }

    private void Move(PathTarget source, PathTarget target)
    {
        var node = source.Node!;
        node.Open();
        if (target.Node is not null)
            target.Directory.Remove(target.Name!, Now);
        source.Directory.Remove(source.Name!, Now);
        target.Directory.Add(target.Name!, node, Now);
        node.Close();
    }
}
