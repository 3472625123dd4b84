using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Identity;

/// <summary>What operators do with identities, through the socket and over TCP.</summary>
public sealed class IdentityTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Create_OfAnAgent_MakesAKeyThatOpensWhatItMay(bool overTcp)
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);
        string[] where = overTcp ? ["--server", server.Url] : [];

        var created = (await home.RunAsync(
            ["identity", "create", "reader/1", "--scopes", "state:read", "--json", .. where])).ShouldExit(0).Json;
        var stats = await home.RunAsync("state", "stats", "--server", server.Url, "--identity", "reader/1");
        var denied = await home.RunAsync("identity", "list", "--server", server.Url, "--identity", "reader/1");
        var throughSocket = await home.RunAsync("identity", "list", "--identity", "reader/1");

        var file = created.GetProperty("key_file").GetString()!;
        file.ShouldBe(Path.Combine(home.Folder, "keys", "reader-1.key"));
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        stats.ShouldExit(0);
        denied.ShouldExit(6).Error.ShouldContain("IF_ERR_FORBIDDEN");
        throughSocket.ShouldExit(6).Error.ShouldContain("if://agent/reader/1");
    }

    [Fact]
    public async Task Servers_OfAFabricWithOne_AreThatOneWhichCannotForgetItself()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);

        var known = (await home.RunAsync("identity", "servers", "--json")).ShouldExit(0).Json.GetProperty("servers");
        var id = known.EnumerateArray().ShouldHaveSingleItem().GetProperty("server").GetString()!;

        (await home.RunAsync("identity", "servers")).ShouldExit(0).Out.ShouldContain(id);
        (await home.RunAsync("identity", "forget-server", id)).ShouldExit(5).Error.ShouldContain("IF_ERR_CONFLICT");
        (await home.RunAsync("identity", "forget-server", "--mode=falsify", id)).ShouldExit(0);
    }

    [Fact]
    public async Task Create_RunTwice_IsTheSame()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);
        var first = (await home.RunAsync("identity", "create", "twice/1", "--json")).ShouldExit(0).Out;

        (await home.RunAsync("identity", "create", "twice/1", "--json")).ShouldExit(0).Out.ShouldBe(first);
    }

    [Fact]
    public async Task Create_ThatIsRefused_LeavesNoKeyBehind()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);

        (await home.RunAsync("identity", "create", "wrong/1", "--scopes", "root")).ShouldExit(2);

        File.Exists(Path.Combine(home.Folder, "keys", "wrong-1.key")).ShouldBeFalse();
    }

    [Fact]
    public async Task Create_OfAnAgentThatIsThere_ReplacesItOnlyWhenAsked()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);
        (await home.RunAsync("identity", "create", "moving/1")).ShouldExit(0);
        File.Delete(Path.Combine(home.Folder, "keys", "moving-1.key"));

        var refused = await home.RunAsync("identity", "create", "moving/1");
        var replaced = await home.RunAsync("identity", "create", "moving/1", "--replace");

        refused.ShouldExit(5).Error.ShouldContain("IF_ERR_CONFLICT");
        replaced.ShouldExit(0);
    }

    [Fact]
    public async Task Create_WithAPublicKey_MakesNoFile()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);
        using var key = Core.Crypto.SigningKey.Generate();

        var created = (await home.RunAsync(
            "identity", "create", "far/1", "--public-key", key.VerifyKey.ToString(), "--json")).ShouldExit(0).Json;

        created.TryGetProperty("key_file", out _).ShouldBeFalse();
        File.Exists(Path.Combine(home.Folder, "keys", "far-1.key")).ShouldBeFalse();
    }

    [Fact]
    public async Task Identity_FromItsMakingToItsEnd_IsShownAsItStands()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);
        (await home.RunAsync("identity", "create", "Finance.Agent/7")).ShouldExit(0);

        (await home.RunAsync("identity", "list")).ShouldExit(0).Out.ShouldMatchSnapshot("identity-list");
        (await home.RunAsync("identity", "disable", "Finance.Agent/7", "--why", "on leave")).ShouldExit(0)
            .Out.ShouldContain("disabled");
        var shutOut = await home.RunAsync("state", "stats", "--identity", "Finance.Agent/7");
        (await home.RunAsync("identity", "enable", "if://agent/Finance.Agent/7")).ShouldExit(0)
            .Out.ShouldContain("enabled");
        (await home.RunAsync("identity", "delete", "Finance.Agent/7")).ShouldExit(0)
            .Out.ShouldBe("Deleted if://agent/Finance.Agent/7.\n");
        (await home.RunAsync("identity", "show", "Finance.Agent/7")).ShouldExit(4);

        shutOut.ShouldExit(6).Error.ShouldContain("is disabled");
    }

    [Fact]
    public async Task Delete_WhereAReasonIsRequired_IsRefusedWithoutOne()
    {
        using var home = new TestHome();
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "fabric.yaml"), "require_why: true\n");

        (await home.RunAsync("identity", "delete", "a/1")).ShouldExit(2).Error.ShouldContain("IF_ERR_WHY_MISSING");
    }

    [Fact]
    public async Task List_WithoutAServer_SaysHowToStartOne()
    {
        using var home = new TestHome();

        (await home.RunAsync("identity", "list")).ShouldExit(7).Error.ShouldContain("ifctl up");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a/01")]
    [InlineData("if://agent/a")]
    [InlineData("../a/1")]
    public async Task Show_OfWhatIsNoName_IsRefused(string name)
    {
        using var home = new TestHome();

        (await home.RunAsync("identity", "show", name)).ShouldExit(2).Error.ShouldContain("IF_ERR_ID_INVALID");
    }

    [Fact]
    public async Task Call_AsAnAgentWithoutAKeyFile_NamesTheFile()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);

        (await home.RunAsync("state", "stats", "--identity", "nobody/1")).ShouldExit(4)
            .Error.ShouldContain(Path.Combine(home.Folder, "keys", "nobody-1.key"));
    }
}
