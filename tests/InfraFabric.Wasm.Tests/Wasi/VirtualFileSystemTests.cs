using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Tests.Wasi;

public sealed class VirtualFileSystemTests
{
    [Fact]
    public void WriteFile_Twice_ReplacesTheFirst()
    {
        var files = new VirtualFileSystem().Mount("/").WriteFile("/a/b", "long text"u8).WriteFile("/a/b", "short"u8);

        files.ReadFile("/a/b").ShouldBe("short"u8.ToArray());
        files.Bytes.ShouldBe(5);
        files.Entries.ShouldBe(2);
    }

    [Fact]
    public void Mounts_InsideEachOther_TakeTheLongestPath()
    {
        var files = new VirtualFileSystem().Mount("/data").Mount("/data/in").WriteFile("/data/in/x", "1"u8);

        files.List("/data").ShouldBeEmpty();
        files.List("/data/in").ShouldBe(["x"]);
        Should.Throw<ArgumentException>(() => files.Mount("/data"));
    }

    [Theory]
    [InlineData("/other/file")]
    [InlineData("/database")]
    [InlineData("/data")]
    [InlineData("/data/dir")]
    [InlineData("/data/file/below")]
    [InlineData("/data/../file")]
    public void WriteFile_WhereNoneCanBe_IsRefused(string path)
    {
        var files = new VirtualFileSystem().Mount("/data")
            .WriteFile("/data/dir/x", [])
            .WriteFile("/data/file", []);

        Should.Throw<IOException>(() => files.WriteFile(path, "x"u8));
    }

    [Fact]
    public void WriteFile_BeyondTheLimits_IsRefused()
    {
        var files = new VirtualFileSystem(new FileSystemLimits { MaxBytes = 4, MaxEntries = 2 }).Mount("/");

        Should.Throw<IOException>(() => files.WriteFile("/a", "12345"u8));
        files.WriteFile("/b", "1234"u8);
        Should.Throw<IOException>(() => files.WriteFile("/c", ""u8));
        Should.Throw<IOException>(() => files.ReadFile("/c"));
    }
}
