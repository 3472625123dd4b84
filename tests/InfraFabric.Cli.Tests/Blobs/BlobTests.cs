using System.Security.Cryptography;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Blobs;

/// <summary>What is larger than a record, at the command line.</summary>
public sealed class BlobTests(ServedHome served) : IClassFixture<ServedHome>
{
    private const string Nothing = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public async Task PutAndGet_OfAFile_BringItBackAsItWas()
    {
        var (hash, content) = await PutAsync("whole.bin", 300_000);

        var got = await served.RunAsync("blob", "get", hash, "--out", "back.bin");

        hash.ShouldBe($"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}");
        got.ShouldExit(0).Out.ShouldStartWith("Fetched 293 KiB to ");
        (await File.ReadAllBytesAsync(served.Home.PathOf("back.bin"))).ShouldBe(content);
        (await served.RunAsync("blob", "get", hash, "--out", "back.bin")).ShouldExit(2)
            .Error.ShouldContain("--force");
        (await served.RunAsync("blob", "get", hash, "--out", "back.bin", "--force", "--json")).ShouldExit(0)
            .Json.GetProperty("bytes").GetInt64().ShouldBe(content.Length);
    }

    [Fact]
    public async Task Get_WithoutAFile_WritesTheBytesAlone()
    {
        await File.WriteAllTextAsync(served.Home.PathOf("text.txt"), "two\nlines");
        var hash = (await served.RunAsync("blob", "put", "text.txt")).ShouldExit(0).Out.Trim();

        (await served.RunAsync("blob", "get", hash)).ShouldExit(0).Out.ShouldBe("two\nlines");
        (await served.RunAsync("blob", "get", hash, "--json")).ShouldExit(2).Error.ShouldContain("--out");
    }

    [Fact]
    public async Task Put_OfNothing_IsABlobToo()
    {
        var put = (await served.RunAsync("blob", "put", "-", "--json")).ShouldExit(0).Json;

        put.GetProperty("bytes").GetInt64().ShouldBe(0);
        (await served.RunAsync("blob", "get", put.GetProperty("hash").GetString()!)).ShouldExit(0).Out.ShouldBe("");
    }

    [Fact]
    public async Task Stat_TellsSizeAndTime()
    {
        var (hash, content) = await PutAsync("sized.bin", 2048);

        (await served.RunAsync("blob", "stat", hash)).ShouldExit(0).Out.ShouldContain("2 KiB");
        (await served.RunAsync("blob", "stat", hash, "--json")).ShouldExit(0).Json.GetProperty("bytes").GetInt64()
            .ShouldBe(content.Length);
    }

    [Fact]
    public async Task Get_OfADamagedBlob_IsAnErrorAndLeavesNoFile()
    {
        var (hash, content) = await PutAsync("sound.bin", 1000);
        content[500] ^= 1;
        var hex = hash["sha256:".Length..];
        var folder = Path.Combine(served.Home.Folder, "data", "blobs", hex[..2]);
        await File.WriteAllBytesAsync(Directory.GetFiles(folder, hex + "*").Single(), content);

        var refused = await served.RunAsync("blob", "get", hash, "--out", "damaged.bin");

        refused.ExitCode.ShouldNotBe(0);
        refused.Error.ShouldContain("IF_ERR_STATE_DAMAGED");
        File.Exists(served.Home.PathOf("damaged.bin")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(4, "IF_ERR_NOT_FOUND", "blob", "get", Nothing, "--out", "nothing.bin")]
    [InlineData(4, "IF_ERR_NOT_FOUND", "blob", "stat", Nothing)]
    [InlineData(4, "IF_ERR_NOT_FOUND", "blob", "put", "nothing.bin")]
    [InlineData(2, "IF_ERR_", "blob", "stat", "sha256:none")]
    public async Task Blob_ThatIsNotThere_IsAnError(int exitCode, string code, params string[] line) =>
        (await served.RunAsync(line)).ShouldExit(exitCode).Error.ShouldContain(code);

    [Theory]
    [InlineData(2, "blob", "put", "-")]
    [InlineData(2, "blob", "get", Nothing)]
    [InlineData(1, "blob", "stat", Nothing)]
    public async Task Falsify_OfACommandAboutBlobs_Holds(int checks, params string[] line)
    {
        var answer = (await served.RunAsync([.. line, "--mode=falsify", "--json"])).ShouldExit(0).Json;

        answer.GetProperty("held").GetBoolean().ShouldBeTrue();
        answer.GetProperty("checks").GetArrayLength().ShouldBe(checks);
    }

    private async Task<(string Hash, byte[] Content)> PutAsync(string name, int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        await File.WriteAllBytesAsync(served.Home.PathOf(name), content);
        var put = await served.RunAsync("blob", "put", name, "--why", "a test");
        return (put.ShouldExit(0).Out.Trim(), content);
    }
}
