using System.Buffers.Binary;
using System.Text;
using InfraFabric.Wasm.Types;
using InfraFabric.Wasm.Wasi;
using InfraFabric.Wasm.Wasi.Descriptors;

namespace InfraFabric.Wasm.Tests.Wasi;

/// <summary>A program that calls what a test tells it to. Texts and results have their places in its memory.</summary>
internal sealed class WasiGuest : IDisposable
{
    public const int Result = 16;
    public const int Buffer = 4_096;
    public const int FirstPreopened = 3;

    private const int Vector = 64;
    private const int Path = 1_024;
    private const int SecondPath = 2_048;
    private const Rights AllRights = (Rights)0xFFFFFFF;

    private static readonly Module Program = Module.Load(WasiModule.Build());

    private readonly Instance _instance;

    public WasiGuest(WasiOptions? options = null)
    {
        var linker = new Linker();
        new WasiHost(options).Define(linker);
        _instance = linker.Instantiate(Store, Program);
        Memory = _instance.GetMemory("memory");
    }

    public Store Store { get; } = new(new StoreOptions { Fuel = long.MaxValue / 4 });

    public Memory Memory { get; }

    public Errno Call(string name, params ReadOnlySpan<long> arguments)
    {
        var function = _instance.GetFunction(name);
        var values = new Value[arguments.Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = function.Type.Parameters[index] == ValueKind.I32
                ? Value.FromI32((int)arguments[index])
                : Value.FromI64(arguments[index]);
        }

        return (Errno)function.Invoke(values)[0].I32;
    }

    /// <summary>Calls a function that takes a descriptor and a path first.</summary>
    public Errno CallPath(string name, int fd, string path) => Call(name, fd, Path, Place(Path, path));

    public Errno Open(string path, out int fd, OpenFlags flags = OpenFlags.None, Rights rights = AllRights,
        DescriptorFlags mode = DescriptorFlags.None, int directory = FirstPreopened, bool follows = true)
    {
        var error = Call("path_open", directory, follows ? 1 : 0, Path, Place(Path, path), (long)flags, (long)rights,
            (long)AllRights, (long)mode, Result);
        fd = error == Errno.Success ? ReadInt32(Result) : -1;
        return error;
    }

    public Errno Write(int fd, string text)
    {
        WriteInt32(Vector, Buffer);
        WriteInt32(Vector + 4, Place(Buffer, text));
        return Call("fd_write", fd, Vector, 1, Result);
    }

    public string Read(int fd, int length)
    {
        WriteInt32(Vector, Buffer);
        WriteInt32(Vector + 4, length);
        Call("fd_read", fd, Vector, 1, Result).ShouldBe(Errno.Success);
        return Text(Buffer, ReadInt32(Result));
    }

    public Errno Rename(string from, string to, int fromFd = FirstPreopened, int toFd = FirstPreopened) => Call(
        "path_rename", fromFd, Path, Place(Path, from), toFd, SecondPath, Place(SecondPath, to));

    public Errno Link(string from, string to, int fromFd = FirstPreopened, int toFd = FirstPreopened) => Call(
        "path_link", fromFd, 0, Path, Place(Path, from), toFd, SecondPath, Place(SecondPath, to));

    public Errno Symlink(string target, string path) => Call(
        "path_symlink", SecondPath, Place(SecondPath, target), FirstPreopened, Path, Place(Path, path));

    public Errno Stat(string path, bool follows = false) =>
        Call("path_filestat_get", FirstPreopened, follows ? 1 : 0, Path, Place(Path, path), Buffer);

    public int Place(int address, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes.CopyTo(Memory.Write((uint)address, bytes.Length));
        return bytes.Length;
    }

    public string Text(int address, int length) => Encoding.UTF8.GetString(Memory.Read((uint)address, length));

    public int ReadInt32(int address) => BinaryPrimitives.ReadInt32LittleEndian(Memory.Read((uint)address, 4));

    public long ReadInt64(int address) => BinaryPrimitives.ReadInt64LittleEndian(Memory.Read((uint)address, 8));

    public void WriteInt32(int address, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(Memory.Write((uint)address, 4), value);

    public void WriteInt64(int address, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(Memory.Write((uint)address, 8), value);

    public void Dispose() => Store.Dispose();
}
