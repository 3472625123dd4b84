using System.Text;
using InfraFabric.Wasm.Wasi.Descriptors;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private Errno Link(GuestMemory memory, int fd, bool follows, GuestRange path, int newFd, GuestRange newPath)
    {
        var error = Resolve(memory, fd, Rights.PathLinkSource, path, follows, out var from, out var source);
        if (error != Errno.Success)
            return error;

        error = ResolveFree(memory, newFd, Rights.PathLinkTarget, newPath, out var to, out var target);
        if (error != Errno.Success)
            return error;
        if (from.Device != to.Device)
            return Errno.OtherDevice;
        return source.Node switch
        {
            null => Errno.NoEntry,
            DirectoryNode => Errno.NotPermitted,
            var node => target.Directory.Add(target.Name!, node, Now),
        };
    }

    private Errno LinkSymbolically(GuestMemory memory, GuestRange text, int fd, GuestRange path)
    {
        var error = ResolveFree(memory, fd, Rights.PathSymbolicLink, path, out _, out var target);
        if (error != Errno.Success)
            return error;
        error = memory.TryRead(text, _options.Limits.MaxPathBytes, out var name);
        if (error != Errno.Success)
            return error;
        if (name.Length == 0 || name[0] == '/')
            return name.Length == 0 ? Errno.NoEntry : Errno.NotCapable;
        if (_options.Files!.TryCreateLink(name, Now) is not { } link)
            return Errno.NoSpace;
        link.Open();
        error = target.Directory.Add(target.Name!, link, Now);
        link.Close();
        return error;
    }

    private Errno ReadLink(GuestMemory memory, int fd, GuestRange path, GuestRange buffer, uint result)
    {
        var error = Resolve(memory, fd, Rights.PathReadLink, path, follows: false, out _, out var target);
        if (error != Errno.Success)
            return error;

        if (target.Node is not LinkNode link)
            return target.Node is null ? Errno.NoEntry : Errno.Invalid;
        if (!memory.Contains(buffer) || !memory.Contains(result, sizeof(uint)))
            return Errno.Fault;
        var text = Encoding.UTF8.GetBytes(link.Target);
        var length = (uint)Math.Min((uint)text.Length, buffer.Length);
        memory.Pay(length);
        text.AsSpan(0, (int)length).CopyTo(memory.Write(buffer with { Length = length }));
        memory.Write(result, length);
        return Errno.Success;
    }
}
