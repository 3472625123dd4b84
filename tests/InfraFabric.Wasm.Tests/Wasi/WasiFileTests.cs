using InfraFabric.Wasm.Wasi;
using InfraFabric.Wasm.Wasi.Descriptors;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Tests.Wasi;

/// <summary>Reading and writing open files, and what is known of them.</summary>
public sealed class WasiFileTests : IDisposable
{
    private readonly VirtualFileSystem _files = new VirtualFileSystem(new FileSystemLimits { MaxBytes = 10_000 })
        .Mount("/data", MountAccess.ReadWrite)
        .Mount("/lib")
        .WriteFile("/data/in.txt", "0123456789"u8)
        .WriteFile("/lib/sub/code.txt", "code"u8);

    private readonly WasiGuest _guest;

    public WasiFileTests() => _guest = new WasiGuest(new WasiOptions { Files = _files });

    public void Dispose() => _guest.Dispose();

    [Fact]
    public void Preopened_EachMount_HasItsNumberAndPath()
    {
        _guest.Call("fd_prestat_get", 4, 16).ShouldBe(Errno.Success);
        _guest.Call("fd_prestat_dir_name", 4, 32, _guest.ReadInt32(20)).ShouldBe(Errno.Success);

        _guest.Text(32, _guest.ReadInt32(20)).ShouldBe("/lib");
        _guest.Call("fd_prestat_dir_name", 4, 32, 3).ShouldBe(Errno.NameTooLong);
        _guest.Call("fd_prestat_get", 5, 16).ShouldBe(Errno.BadDescriptor);
    }

    [Fact]
    public void Read_PartsOfAFile_MovesOn()
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);

        _guest.Read(fd, 4).ShouldBe("0123");
        _guest.Read(fd, 100).ShouldBe("456789");
        _guest.Read(fd, 1).ShouldBe("");
        _guest.Call("fd_tell", fd, 16).ShouldBe(Errno.Success);
        _guest.ReadInt64(16).ShouldBe(10);
    }

    [Fact]
    public void Write_NewFile_IsSeenByTheHost()
    {
        _guest.Open("out.txt", out var fd, OpenFlags.Create).ShouldBe(Errno.Success);

        _guest.Write(fd, "some ").ShouldBe(Errno.Success);
        _guest.Write(fd, "text").ShouldBe(Errno.Success);

        _files.ReadFile("/data/out.txt").ShouldBe("some text"u8.ToArray());
        _files.List("/data").ShouldBe(["in.txt", "out.txt"]);
    }

    [Fact]
    public void Seek_EveryOrigin_MovesThere()
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);

        _guest.Call("fd_seek", fd, -3, 2, 16).ShouldBe(Errno.Success);
        _guest.Read(fd, 1).ShouldBe("7");
        _guest.Call("fd_seek", fd, -2, 1, 16).ShouldBe(Errno.Success);
        _guest.Read(fd, 1).ShouldBe("6");
        _guest.Call("fd_seek", fd, 2, 0, 16).ShouldBe(Errno.Success);
        _guest.Read(fd, 1).ShouldBe("2");
        _guest.Call("fd_seek", fd, -1, 0, 16).ShouldBe(Errno.Invalid);
        _guest.Call("fd_seek", fd, long.MaxValue, 2, 16).ShouldBe(Errno.Invalid);
        _guest.Call("fd_seek", fd, 0, 3, 16).ShouldBe(Errno.Invalid);
    }

    [Fact]
    public void Pread_AnyOffset_DoesNotMove()
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);
        _guest.WriteInt32(64, WasiGuest.Buffer);
        _guest.WriteInt32(68, 3);

        _guest.Call("fd_pread", fd, 64, 1, 5, 16).ShouldBe(Errno.Success);

        _guest.Text(WasiGuest.Buffer, 3).ShouldBe("567");
        _guest.Read(fd, 2).ShouldBe("01");
        _guest.Call("fd_pread", fd, 64, 1, -1, 16).ShouldBe(Errno.Invalid);
        _guest.Call("fd_pread", 0, 64, 1, 0, 16).ShouldBe(Errno.NotSeekable);
    }

    [Fact]
    public void Pwrite_BeyondTheEnd_FillsWithZeros()
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);
        _guest.WriteInt32(64, WasiGuest.Buffer);
        _guest.WriteInt32(68, _guest.Place(WasiGuest.Buffer, "xy"));

        _guest.Call("fd_pwrite", fd, 64, 1, 12, 16).ShouldBe(Errno.Success);

        _files.ReadFile("/data/in.txt").ShouldBe("0123456789\0\0xy"u8.ToArray());
    }

    [Fact]
    public void Write_ToAnAppendingFile_GoesToItsEnd()
    {
        _guest.Open("in.txt", out var fd, mode: DescriptorFlags.Append).ShouldBe(Errno.Success);

        _guest.Write(fd, "a").ShouldBe(Errno.Success);
        _guest.Call("fd_seek", fd, 0, 0, 16).ShouldBe(Errno.Success);
        _guest.Write(fd, "b").ShouldBe(Errno.Success);

        _files.ReadFile("/data/in.txt").ShouldBe("0123456789ab"u8.ToArray());
    }

    [Fact]
    public void Transfer_SeveralBuffers_FillsThemInOrder()
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);
        foreach (var (index, (address, length)) in new[] { (5_000, 2), (6_000, 0), (7_000, 30) }.Index())
        {
            _guest.WriteInt32(64 + (8 * index), address);
            _guest.WriteInt32(68 + (8 * index), length);
        }

        _guest.Call("fd_read", fd, 64, 3, 16).ShouldBe(Errno.Success);

        _guest.ReadInt32(16).ShouldBe(10);
        _guest.Text(5_000, 2).ShouldBe("01");
        _guest.Text(7_000, 8).ShouldBe("23456789");
    }

    [Theory]
    [InlineData(Memory.PageBytes - 1, 2)]
    [InlineData(-1, 1)]
    [InlineData(16, -1)]
    public void Transfer_BufferOutsideOfMemory_IsAFaultAndMovesNothing(int address, int length)
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);
        _guest.WriteInt32(64, WasiGuest.Buffer);
        _guest.WriteInt32(68, 1);
        _guest.WriteInt32(72, address);
        _guest.WriteInt32(76, length);

        _guest.Call("fd_read", fd, 64, 2, 16).ShouldBe(Errno.Fault);
        _guest.Call("fd_write", fd, 64, 2, 16).ShouldBe(Errno.Fault);
        _guest.Call("fd_read", fd, 64, 1, Memory.PageBytes - 3).ShouldBe(Errno.Fault);
        _guest.Call("fd_read", fd, Memory.PageBytes - 7, 1, 16).ShouldBe(Errno.Fault);
        _guest.Call("fd_read", fd, 64, 1_025, 16).ShouldBe(Errno.Invalid);

        _guest.Read(fd, 10).ShouldBe("0123456789");
    }

    [Fact]
    public void Attributes_OfAFile_AreItsOwn()
    {
        _guest.Stat("in.txt").ShouldBe(Errno.Success);

        _guest.ReadInt64(WasiGuest.Buffer).ShouldBe(1);
        _guest.ReadInt64(WasiGuest.Buffer + 16).ShouldBe((long)FileType.RegularFile);
        _guest.ReadInt64(WasiGuest.Buffer + 24).ShouldBe(1);
        _guest.ReadInt64(WasiGuest.Buffer + 32).ShouldBe(10);
        _guest.Stat("none").ShouldBe(Errno.NoEntry);
    }

    [Fact]
    public void SetSize_SmallerAndLarger_CutsAndFills()
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);

        _guest.Call("fd_filestat_set_size", fd, 2).ShouldBe(Errno.Success);
        _guest.Call("fd_filestat_set_size", fd, 4).ShouldBe(Errno.Success);
        _guest.Call("fd_allocate", fd, 3, 3).ShouldBe(Errno.Success);

        _files.ReadFile("/data/in.txt").ShouldBe("01\0\0\0\0"u8.ToArray());
        _guest.Call("fd_filestat_set_size", fd, -1).ShouldBe(Errno.Invalid);
        _guest.Call("fd_filestat_set_size", fd, long.MaxValue).ShouldBe(Errno.FileTooLarge);
        _guest.Call("fd_allocate", fd, 0, long.MaxValue).ShouldBe(Errno.FileTooLarge);
    }

    [Fact]
    public void SetTimes_Given_AreKept()
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);

        _guest.Call("fd_filestat_set_times", fd, 111, 222, 1 | 4).ShouldBe(Errno.Success);
        _guest.Stat("in.txt").ShouldBe(Errno.Success);

        _guest.ReadInt64(WasiGuest.Buffer + 40).ShouldBe(111);
        _guest.ReadInt64(WasiGuest.Buffer + 48).ShouldBe(222);
        _guest.Call("fd_filestat_set_times", fd, 0, 0, 1 | 2).ShouldBe(Errno.Invalid);
    }

    [Fact]
    public void SpaceAndFiles_AtTheirLimits_AreAFullDisk()
    {
        _guest.Open("big", out var fd, OpenFlags.Create).ShouldBe(Errno.Success);

        _guest.Call("fd_filestat_set_size", fd, 9_986).ShouldBe(Errno.Success);
        _guest.Write(fd, "x").ShouldBe(Errno.Success);
        _guest.Call("fd_filestat_set_size", fd, 9_987).ShouldBe(Errno.NoSpace);
        _files.Bytes.ShouldBe(10_000);

        _guest.CallPath("path_unlink_file", 3, "big").ShouldBe(Errno.Success);
        _files.Bytes.ShouldBe(10_000);
        _guest.Call("fd_close", fd).ShouldBe(Errno.Success);
        _files.Bytes.ShouldBe(14);
    }

    [Fact]
    public void OpenFiles_AtTheirLimit_AreRefusedAndNothingIsCreated()
    {
        var fd = 0;
        while (_guest.Open("in.txt", out var next) == Errno.Success)
            fd = next;

        fd.ShouldBe(WasiLimits.Default.MaxOpenFiles - 1);
        _guest.Open("new", out _, OpenFlags.Create).ShouldBe(Errno.TooManyOpenFiles);
        _files.List("/data").ShouldBe(["in.txt"]);
        _guest.Call("fd_close", 17).ShouldBe(Errno.Success);
        _guest.Open("new", out var freed, OpenFlags.Create).ShouldBe(Errno.Success);
        freed.ShouldBe(17);
    }

    [Fact]
    public void ReadOnlyMount_AnyChange_IsNotCapable()
    {
        _guest.Open("sub/code.txt", out var fd, rights: Rights.ReadFile, directory: 4).ShouldBe(Errno.Success);

        _guest.Read(fd, 10).ShouldBe("code");
        _guest.Write(fd, "x").ShouldBe(Errno.NotCapable);
        _guest.Call("fd_filestat_set_size", fd, 0).ShouldBe(Errno.NotCapable);
        _guest.Open("sub/code.txt", out _, directory: 4).ShouldBe(Errno.NotCapable);
        _guest.Open("sub/code.txt", out _, OpenFlags.Truncate, Rights.FdRead, directory: 4).ShouldBe(Errno.NotCapable);
        _guest.Open("sub/new", out _, OpenFlags.Create, Rights.FdRead, directory: 4).ShouldBe(Errno.NotCapable);
        _guest.CallPath("path_unlink_file", 4, "sub/code.txt").ShouldBe(Errno.NotCapable);
        _guest.CallPath("path_create_directory", 4, "dir").ShouldBe(Errno.NotCapable);
        _guest.Link("sub/code.txt", "code.txt", fromFd: 4).ShouldBe(Errno.NotCapable);
        _files.ReadFile("/lib/sub/code.txt").ShouldBe("code"u8.ToArray());
    }

    [Fact]
    public void Rights_GivenAway_DoNotComeBack()
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);

        _guest.Call("fd_fdstat_set_rights", fd, (long)Rights.FdRead, 0).ShouldBe(Errno.Success);

        _guest.Write(fd, "x").ShouldBe(Errno.NotCapable);
        _guest.Call("fd_fdstat_set_rights", fd, (long)Rights.ReadFile, 0).ShouldBe(Errno.NotCapable);
        _guest.Call("fd_fdstat_get", fd, 32).ShouldBe(Errno.Success);
        _guest.ReadInt64(40).ShouldBe((long)Rights.FdRead);
    }

    [Fact]
    public void Renumber_OpenFiles_TakesTheOthersPlace()
    {
        _guest.Open("in.txt", out var fd).ShouldBe(Errno.Success);

        _guest.Call("fd_renumber", fd, 0).ShouldBe(Errno.Success);

        _guest.Read(0, 2).ShouldBe("01");
        _guest.Call("fd_close", fd).ShouldBe(Errno.BadDescriptor);
        _guest.Call("fd_renumber", 0, 99).ShouldBe(Errno.BadDescriptor);
    }
}
