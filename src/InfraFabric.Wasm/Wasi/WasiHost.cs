using System.Text;
using InfraFabric.Wasm.Wasi.Descriptors;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi;

/// <summary>
/// WASI preview 1 for one program: what it is given, and what it has open. A program that ends itself throws
/// <see cref="WasiExitException"/>; each other function gives an error number, and does nothing when it fails.
/// </summary>
public sealed partial class WasiHost
{
    public const string ModuleName = "wasi_snapshot_preview1";

    private readonly WasiOptions _options;
    private readonly DescriptorTable _descriptors;
    private readonly byte[][] _arguments;
    private readonly byte[][] _environment;
    private readonly long _start;

    public WasiHost(WasiOptions? options = null)
    {
        _options = options ?? new WasiOptions();
        _arguments = [.. _options.Arguments.Select(Terminated)];
        _environment =
        [
            .. _options.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal)
                .Select(variable => Terminated($"{Name(variable.Key)}={variable.Value}")),
        ];
        _start = _options.TimeProvider?.GetTimestamp() ?? 0;
        _descriptors = new DescriptorTable(_options.Limits.MaxOpenFiles);
        OpenFirst(new StreamDescriptor(_options.Input, Rights.Input));
        OpenFirst(new StreamDescriptor(_options.Output, Rights.Output));
        OpenFirst(new StreamDescriptor(_options.Error, Rights.Output));
        foreach (var mount in _options.Files?.Mounts ?? [])
            OpenFirst(Preopened(mount));
    }

    /// <summary>Offers all functions of preview 1. A linker with them serves one program.</summary>
    public void Define(Linker linker)
    {
        ArgumentNullException.ThrowIfNull(linker);
        DefineProcess(linker);
        DefineClocks(linker);
        DefinePolling(linker);
        DefineDescriptors(linker);
        DefineTransfers(linker);
        DefineDirectories(linker);
        DefinePaths(linker);
        DefineAttributes(linker);
        DefineSockets(linker);
    }

    private static void Define(Linker linker, string name, Delegate function) =>
        linker.DefineFunction(ModuleName, name, function);

    private static GuestMemory Of(Caller caller) => new(caller);

    private static GuestRange Range(int address, int length) => new((uint)address, (uint)length);

    private static byte[] Terminated(string text) =>
        text.Contains('\0')
            ? throw new ArgumentException("A text holds a zero.", nameof(text))
            : Encoding.UTF8.GetBytes(text + '\0');

    private static string Name(string name) => name.Length == 0 || name.Contains('=')
        ? throw new ArgumentException($"'{name}' is no name of an environment variable.", nameof(name))
        : name;

    private static DirectoryDescriptor Preopened(Mount mount)
    {
        var isWritable = mount.Access == MountAccess.ReadWrite;
        var own = Rights.ReadDirectory | (isWritable ? Rights.WriteDirectory : Rights.None);
        var inheriting = own | Rights.ReadFile | (isWritable ? Rights.WriteFile : Rights.None);
        return new DirectoryDescriptor(mount.Root, mount.Id, own, inheriting)
        {
            MountPath = Encoding.UTF8.GetBytes(mount.Path),
        };
    }

    private void OpenFirst(Descriptor descriptor)
    {
        if (_descriptors.Open(descriptor, out _) != Errno.Success)
            throw new InvalidOperationException("The mounts are more than the limit of open files.");
    }

    private Errno Find(int number, Rights needed, out Descriptor descriptor)
    {
        descriptor = _descriptors.Find(number)!;
        return descriptor is null ? Errno.BadDescriptor
            : (descriptor.Rights & needed) == needed ? Errno.Success
            : Errno.NotCapable;
    }
}
