using InfraFabric.Wasm.Wasi;
using InfraFabric.Wasm.Wasi.Descriptors;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Tests.Wasi;

/// <summary>Paths: where they lead, where they must not lead, and what is done with them.</summary>
public sealed class WasiPathTests : IDisposable
{
    private readonly VirtualFileSystem _files = new VirtualFileSystem(new FileSystemLimits { MaxEntries = 200 })
        .Mount("/data", MountAccess.ReadWrite)
        .Mount("/other", MountAccess.ReadWrite)
        .WriteFile("/data/a/b/file", "deep"u8)
        .WriteFile("/data/top", "top"u8)
        .WriteFile("/other/secret", "secret"u8);

    private readonly WasiGuest _guest;

    public WasiPathTests() => _guest = new WasiGuest(new WasiOptions { Files = _files });

    public void Dispose() => _guest.Dispose();

    [Theory]
    [InlineData("top")]
    [InlineData("./top")]
    [InlineData("a/../top")]
    [InlineData("a/b/../.././/top")]
    [InlineData("a/b/c/../up")]
    public void Path_ThatStaysInside_LeadsToTheFile(string path)
    {
        _guest.CallPath("path_create_directory", 3, "a/b/c").ShouldBe(Errno.Success);
        _guest.Symlink("../../top", "a/b/up").ShouldBe(Errno.Success);

        _guest.Open(path, out var fd).ShouldBe(Errno.Success);

        _guest.Read(fd, 10).ShouldBe("top");
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../other/secret")]
    [InlineData("/other/secret")]
    [InlineData("/")]
    [InlineData("a/../../other/secret")]
    [InlineData("a/b/../../../data/top")]
    [InlineData("out")]
    [InlineData("a/out/secret")]
    public void Path_ThatLeaves_IsNotCapable(string path)
    {
        _guest.Symlink("../other/secret", "out").ShouldBe(Errno.Success);
        _guest.Symlink("../../other", "a/out").ShouldBe(Errno.Success);

        _guest.Open(path, out _).ShouldBe(Errno.NotCapable);
        _guest.Stat(path, follows: true).ShouldBe(Errno.NotCapable);
    }

    [Fact]
    public void Path_FromAnOpenDirectory_DoesNotLeaveThatOne()
    {
        _guest.Open("a", out var fd, OpenFlags.Directory).ShouldBe(Errno.Success);

        _guest.Open("b/file", out _, directory: fd).ShouldBe(Errno.Success);
        _guest.Open("../top", out _, directory: fd).ShouldBe(Errno.NotCapable);
    }

    [Fact]
    public void SymbolicLinks_InACircle_AreALoop()
    {
        _guest.Symlink("two", "one").ShouldBe(Errno.Success);
        _guest.Symlink("one/x", "two").ShouldBe(Errno.Success);

        _guest.Open("one", out _).ShouldBe(Errno.Loop);
        _guest.Open("one/x", out _).ShouldBe(Errno.Loop);
    }

    [Fact]
    public void SymbolicLink_Itself_IsReadAndNotFollowed()
    {
        _guest.Symlink("top", "link").ShouldBe(Errno.Success);

        _guest.Stat("link").ShouldBe(Errno.Success);
        _guest.ReadInt32(WasiGuest.Buffer + 16).ShouldBe((int)FileType.SymbolicLink);
        _guest.Stat("link", follows: true).ShouldBe(Errno.Success);
        _guest.ReadInt32(WasiGuest.Buffer + 16).ShouldBe((int)FileType.RegularFile);
        _guest.Open("link", out _, follows: false).ShouldBe(Errno.Loop);
        _guest.Symlink("/top", "absolute").ShouldBe(Errno.NotCapable);
        _guest.Symlink("top", "link").ShouldBe(Errno.Exists);

        _guest.Place(1_024, "link");
        _guest.Call("path_readlink", 3, 1_024, 4, WasiGuest.Buffer, 2, 16).ShouldBe(Errno.Success);
        _guest.Text(WasiGuest.Buffer, _guest.ReadInt32(16)).ShouldBe("to");
    }

    [Fact]
    public void SymbolicLink_ToNothing_IsWhereAFileIsCreated()
    {
        _guest.Symlink("a/new", "link").ShouldBe(Errno.Success);

        _guest.Open("link", out _).ShouldBe(Errno.NoEntry);
        _guest.Open("link", out _, OpenFlags.Create | OpenFlags.Exclusive).ShouldBe(Errno.Exists);
        _guest.Open("link", out _, OpenFlags.Create).ShouldBe(Errno.Success);

        _files.List("/data/a").ShouldBe(["b", "new"]);
    }

    [Fact]
    public void Open_EveryKindOfMistake_HasItsError()
    {
        _guest.Open("none", out _).ShouldBe(Errno.NoEntry);
        _guest.Open("", out _).ShouldBe(Errno.NoEntry);
        _guest.Open("top/x", out _).ShouldBe(Errno.NotDirectory);
        _guest.Open("top/", out _).ShouldBe(Errno.NotDirectory);
        _guest.Open("top", out _, OpenFlags.Directory).ShouldBe(Errno.NotDirectory);
        _guest.Open("top", out _, OpenFlags.Create | OpenFlags.Exclusive).ShouldBe(Errno.Exists);
        _guest.Open("top", out _, OpenFlags.Create | OpenFlags.Directory).ShouldBe(Errno.Invalid);
        _guest.Open("a", out _, rights: Rights.FdWrite).ShouldBe(Errno.IsDirectory);
        _guest.Open("new/", out _, OpenFlags.Create).ShouldBe(Errno.NoEntry);
        _guest.Open("none/new", out _, OpenFlags.Create).ShouldBe(Errno.NoEntry);
        _guest.Open("a\0b", out _).ShouldBe(Errno.Invalid);
        _guest.Open(new string('n', 256), out _, OpenFlags.Create).ShouldBe(Errno.NameTooLong);
        _guest.Open("top", out _, directory: 1).ShouldBe(Errno.NotDirectory);
        _guest.Open("top", out _, directory: 50).ShouldBe(Errno.BadDescriptor);
    }

    [Fact]
    public void Path_NoTextInMemory_IsRefused()
    {
        _guest.Memory.Write(1_024, 2).Fill(0xFF);

        _guest.Call("path_unlink_file", 3, 1_024, 2).ShouldBe(Errno.IllegalBytes);
        _guest.Call("path_unlink_file", 3, Memory.PageBytes - 1, 2).ShouldBe(Errno.Fault);
        _guest.Call("path_unlink_file", 3, 0, 4_097).ShouldBe(Errno.NameTooLong);
        _guest.Call("path_unlink_file", 3, -1, -1).ShouldBe(Errno.NameTooLong);
    }

    [Fact]
    public void Open_Truncating_EmptiesTheFile()
    {
        _guest.Open("top", out _, OpenFlags.Truncate).ShouldBe(Errno.Success);

        _files.ReadFile("/data/top").ShouldBeEmpty();
    }

    [Fact]
    public void Directories_CreatedAndRemoved_FollowTheRules()
    {
        _guest.CallPath("path_create_directory", 3, "new/").ShouldBe(Errno.Success);
        _guest.CallPath("path_create_directory", 3, "new").ShouldBe(Errno.Exists);
        _guest.CallPath("path_create_directory", 3, ".").ShouldBe(Errno.Exists);
        _guest.CallPath("path_remove_directory", 3, "a").ShouldBe(Errno.NotEmpty);
        _guest.CallPath("path_remove_directory", 3, "top").ShouldBe(Errno.NotDirectory);
        _guest.CallPath("path_remove_directory", 3, ".").ShouldBe(Errno.Invalid);
        _guest.CallPath("path_unlink_file", 3, "new").ShouldBe(Errno.IsDirectory);
        _guest.CallPath("path_unlink_file", 3, "none").ShouldBe(Errno.NoEntry);
        _guest.CallPath("path_remove_directory", 3, "new").ShouldBe(Errno.Success);
        _guest.CallPath("path_remove_directory", 3, "new").ShouldBe(Errno.NoEntry);
    }

    [Fact]
    public void Directory_RemovedWhileOpen_TakesNothingNew()
    {
        _guest.CallPath("path_create_directory", 3, "gone").ShouldBe(Errno.Success);
        _guest.Open("gone", out var fd, OpenFlags.Directory).ShouldBe(Errno.Success);
        _guest.CallPath("path_remove_directory", 3, "gone").ShouldBe(Errno.Success);

        _guest.Open("new", out _, OpenFlags.Create, directory: fd).ShouldBe(Errno.NoEntry);
        _guest.Rename("top", "top", toFd: fd).ShouldBe(Errno.NoEntry);
        _files.ReadFile("/data/top").ShouldBe("top"u8.ToArray());
    }

    [Fact]
    public void Rename_FilesAndDirectories_FollowsTheRules()
    {
        _guest.CallPath("path_create_directory", 3, "empty").ShouldBe(Errno.Success);

        _guest.Rename("none", "x").ShouldBe(Errno.NoEntry);
        _guest.Rename("a", "a/b/inside").ShouldBe(Errno.Invalid);
        _guest.Rename("a", ".").ShouldBe(Errno.Invalid);
        _guest.Rename("top", "a").ShouldBe(Errno.IsDirectory);
        _guest.Rename("a", "top").ShouldBe(Errno.NotDirectory);
        _guest.Rename("empty", "a").ShouldBe(Errno.NotEmpty);
        _guest.Rename("top", "new/").ShouldBe(Errno.NotDirectory);
        _guest.Rename("top", "secret", toFd: 4).ShouldBe(Errno.OtherDevice);
        _guest.Rename("top", "top").ShouldBe(Errno.Success);
        _guest.Rename("a", "empty").ShouldBe(Errno.Success);
        _guest.Rename("top", "empty/b/file").ShouldBe(Errno.Success);

        _files.List("/data").ShouldBe(["empty"]);
        _files.ReadFile("/data/empty/b/file").ShouldBe("top"u8.ToArray());
        _files.Bytes.ShouldBe("top".Length + "secret".Length);
        _files.Entries.ShouldBe(4);
    }

    [Fact]
    public void Link_ToAFile_IsTheSameFile()
    {
        _guest.Link("top", "second").ShouldBe(Errno.Success);
        _guest.CallPath("path_unlink_file", 3, "top").ShouldBe(Errno.Success);

        _files.ReadFile("/data/second").ShouldBe("top"u8.ToArray());
        _guest.Link("a", "dir").ShouldBe(Errno.NotPermitted);
        _guest.Link("second", "a").ShouldBe(Errno.Exists);
        _guest.Link("second", "x", toFd: 4).ShouldBe(Errno.OtherDevice);
        _guest.Link("second", "x/").ShouldBe(Errno.NoEntry);
    }

    [Fact]
    public void Entries_AtTheirLimit_AreAFullDisk()
    {
        var added = 0;
        while (_guest.Link("top", $"link{added}") == Errno.Success)
            added++;

        _files.Entries.ShouldBe(200);
        _guest.Open("new", out _, OpenFlags.Create).ShouldBe(Errno.NoSpace);
        _guest.Symlink("top", "new").ShouldBe(Errno.NoSpace);
        _files.Bytes.ShouldBe("deep".Length + "top".Length + "secret".Length);
    }

    [Theory]
    [InlineData(65_536 - WasiGuest.Buffer)]
    [InlineData(300)]
    [InlineData(100)]
    public void ReadDirectory_AnyBuffer_GivesEachNameOnce(int room)
    {
        for (var index = 0; index < 50; index++)
            _guest.Open($"a/file{index}", out _, OpenFlags.Create).ShouldBe(Errno.Success);
        _guest.Open("a", out var fd, OpenFlags.Directory).ShouldBe(Errno.Success);

        var names = ReadNames(fd, room, afterEach: _ => { });

        names.ShouldBe([".", "..", "b", .. Enumerable.Range(0, 50).Select(index => $"file{index}")]);
    }

    [Fact]
    public void ReadDirectory_WhileItsFilesAreRemoved_MissesNone()
    {
        for (var index = 0; index < 50; index++)
            _guest.Open($"a/b/file{index}", out _, OpenFlags.Create).ShouldBe(Errno.Success);
        _guest.Open("a/b", out var fd, OpenFlags.Directory).ShouldBe(Errno.Success);

        ReadNames(fd, 100, name => _guest.CallPath("path_unlink_file", fd, name));

        _files.List("/data/a/b").ShouldBeEmpty();
    }

    private List<string> ReadNames(int fd, int room, Action<string> afterEach)
    {
        var names = new List<string>();
        var cookie = 0L;
        while (true)
        {
            _guest.Call("fd_readdir", fd, WasiGuest.Buffer, room, cookie, 16).ShouldBe(Errno.Success);
            var used = _guest.ReadInt32(16);
            var place = WasiGuest.Buffer;
            var end = place + used;
            var whole = new List<string>();
            while (place + 24 <= end && place + 24 + _guest.ReadInt32(place + 16) <= end)
            {
                cookie = _guest.ReadInt64(place);
                whole.Add(_guest.Text(place + 24, _guest.ReadInt32(place + 16)));
                place += 24 + _guest.ReadInt32(place + 16);
            }

            names.AddRange(whole);
            whole.ForEach(afterEach);
            if (used < room)
                return names;
        }
    }
}
