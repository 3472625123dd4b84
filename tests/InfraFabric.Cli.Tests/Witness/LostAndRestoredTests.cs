using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Witness;

/// <summary>What becomes of the ledger when its key is lost, or the state is set back.</summary>
public sealed class LostAndRestoredTests
{
    [Fact]
    public async Task Up_WithoutTheKeyOfALedgerThatHasEntries_IsRefusedWithAWayOut()
    {
        using var home = new TestHome();
        await (await RunningServer.StartAsync(home)).DisposeAsync();
        var key = Path.Combine(home.Folder, "keys", "witness.key");
        File.Move(key, key + ".away");

        var refused = (await home.RunAsync("up", "--port", "0")).ShouldExit(4);

        refused.Error.ShouldContain("The key of the ledger is missing.");
        refused.Error.ShouldContain("Put it back.");
        File.Exists(key).ShouldBeFalse();
        File.Move(key + ".away", key);
        await using var server = await RunningServer.StartAsync(home);
        (await home.RunAsync("witness", "verify")).ShouldExit(0);
    }

    [Fact]
    public async Task Up_OverARestoredState_GoesOnWithTheLedgerThatHasMore()
    {
        using var home = new TestHome();
        await using (await RunningServer.StartAsync(home))
        {
            await AddAsync(home, "kept");
            (await home.RunAsync("state", "backup", "x.backup")).ShouldExit(0);
            await AddAsync(home, "set back");
            await home.DrainedAsync();
        }

        (await home.RunAsync("state", "restore", "x.backup", "--replace", "--why", "to try it")).ShouldExit(0);
        await using var server = await RunningServer.StartAsync(home);
        await AddAsync(home, "after");
        await home.DrainedAsync();

        var stats = (await home.RunAsync("witness", "stats", "--json")).ShouldExit(0).Json;
        stats.TryGetProperty("problem", out _).ShouldBeFalse();
        stats.GetProperty("is_writer").GetBoolean().ShouldBeTrue();
        (await home.RunAsync("witness", "query", "--operation", "task.add", "--json")).ShouldExit(0).Json
            .GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("why").GetString())
            .ShouldBe(["kept", "set back", "after"]);
        (await home.RunAsync("witness", "query", "--operation", "state.restore", "--json")).ShouldExit(0).Json
            .GetProperty("entries").GetArrayLength().ShouldBe(1);
        (await home.RunAsync("witness", "verify")).ShouldExit(0).Out.ShouldStartWith("Holds:");
    }

    private static async Task AddAsync(TestHome home, string why) =>
        (await home.RunAsync("task", "add", "work", "--requires", "restored:none", "--why", why)).ShouldExit(0);
}
