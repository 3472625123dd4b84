using InfraFabric.Wasm.Wasi;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Tests.Wasi;

/// <summary>A program that calls everything with anything: the host survives, and what it counts stays true.</summary>
public sealed class WasiHostileTests
{
    private const int MaxBytes = 50_000;
    private const int MaxEntries = 60;

    private static readonly string[] Names = ["a", "b", "c", "d", "e", "ü", "long name", "..", ".", ""];

    private static readonly long[] Numbers =
    [
        0, 1, 2, 3, 4, 5, 6, 8, 16, 64, 1_000, Memory.PageBytes - 1, Memory.PageBytes, -1, int.MinValue, long.MaxValue,
    ];

    private static readonly Errno[] AllReached =
    [
        Errno.Success, Errno.NoSpace, Errno.Loop, Errno.NotEmpty, Errno.NotCapable, Errno.Exists, Errno.NoEntry,
        Errno.NotDirectory, Errno.IsDirectory, Errno.Fault, Errno.BadDescriptor, Errno.Invalid, Errno.NotPermitted,
    ];

    // Without those that would end the program, or take the mount away from it.
    private static readonly string[] Functions =
    [
        .. WasiSignatures.All.Keys
            .Except(["proc_exit", "poll_oneoff", "fd_close", "fd_renumber", "fd_fdstat_set_rights"]),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Calls_OfAnythingWithAnything_KeepTheLimitsAndTheCounts(int seed)
    {
        var random = new Random(seed);
        var files = new VirtualFileSystem(new FileSystemLimits { MaxBytes = MaxBytes, MaxEntries = MaxEntries })
            .Mount("/data", MountAccess.ReadWrite);
        using var guest = new WasiGuest(new WasiOptions { Files = files, Random = random.NextBytes });
        var outcomes = new HashSet<Errno>();

        for (var call = 0; call < 20_000; call++)
        {
            outcomes.Add(call % 2 == 0 ? CallAnything(guest, random) : CallSensibly(guest, random));
            files.Bytes.ShouldBeInRange(0, MaxBytes);
            files.Entries.ShouldBeInRange(0, MaxEntries);
        }

        for (var fd = 0; fd < WasiLimits.Default.MaxOpenFiles; fd++)
            guest.Call("fd_close", fd);
        var nodes = Below(files.Mounts[0].Root).ToList();
        files.Entries.ShouldBe(nodes.Count);
        files.Bytes.ShouldBe(nodes.Distinct().Sum(node => node.Length));
        outcomes.ShouldBeSubsetOf(Enum.GetValues<Errno>());
        AllReached.ShouldBeSubsetOf(outcomes);
    }

    private static Errno CallAnything(WasiGuest guest, Random random)
    {
        var name = Functions[random.Next(Functions.Length)];
        var arguments = WasiSignatures.All[name].Select(_ => Numbers[random.Next(Numbers.Length)]).ToArray();
        return guest.Call(name, arguments);
    }

    private static Errno CallSensibly(WasiGuest guest, Random random)
    {
        var fd = random.Next(3) > 0 ? WasiGuest.FirstPreopened : random.Next(3, 20);
        var (path, other) = (Path(random), Path(random));
        return random.Next(14) switch
        {
            0 => guest.CallPath("path_create_directory", fd, path),
            1 => guest.CallPath("path_remove_directory", fd, path),
            2 => guest.CallPath("path_unlink_file", fd, path),
            3 => guest.Rename(path, other, fd, WasiGuest.FirstPreopened),
            4 => guest.Link(path, other, WasiGuest.FirstPreopened, fd),
            5 => guest.Symlink(path, other),
            6 => guest.Write(random.Next(4, 20), new string('x', random.Next(3_000))),
            7 => guest.Call("fd_filestat_set_size", random.Next(4, 20), random.Next(60_000)),
            8 => guest.Call("fd_seek", random.Next(4, 20), random.Next(60_000), random.Next(3), WasiGuest.Result),
            9 => guest.Call("fd_close", random.Next(4, 20)),
            10 => guest.Call("fd_readdir", fd, WasiGuest.Buffer, random.Next(4_000), random.Next(9), WasiGuest.Result),
            11 => guest.Stat(path, follows: true),
            _ => guest.Open(path, out _, (OpenFlags)random.Next(16), directory: fd),
        };
    }

    private static string Path(Random random) => string.Join('/', random.GetItems(Names, random.Next(1, 5)));

    private static IEnumerable<Node> Below(DirectoryNode directory) => directory.Entries.SelectMany(entry =>
        entry.Node is DirectoryNode inner ? Below(inner).Prepend(inner) : [entry.Node]);
}
