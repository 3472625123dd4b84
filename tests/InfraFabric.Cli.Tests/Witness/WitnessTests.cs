using System.Text;
using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Witness;

public sealed class WitnessTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task Query_ByTheTokenThatTraceHasPrinted_ShowsWhatTheCommandDid()
    {
        string[][] lines =
        [
            ["task", "add", "review", "--requires", "witness:one", "--why", "a first look"],
            ["coordinator", "register", "traced", "--capabilities", "witness:none", "--why", "comes to work"],
            ["identity", "create", "traced.agent/1", "--why", "a new colleague"],
            ["coordinator", "leave", "traced", "--why", "goes home"],
        ];
        string[] operations = ["task.add", "swarm.register", "identity.register", "swarm.leave"];

        foreach (var (line, operation) in lines.Zip(operations))
        {
            var done = (await served.RunAsync([.. line, "--trace"])).ShouldExit(0);
            var why = line[^1];
            var token = done.Error.Split("trace: ")[1].Trim();

            var page = (await served.RunAsync("witness", "query", "--trace-token", token, "--json")).ShouldExit(0).Json;

            // To register also begins a session.
            var entries = page.GetProperty("entries").EnumerateArray().ToList();
            entries.ShouldContain(entry => entry.GetProperty("operation").GetString() == operation, $"{page}");
            entries.ShouldAllBe(entry => entry.GetProperty("actor").GetString() == "if://agent/operator/0"
                && entry.GetProperty("why").GetString() == why
                && entry.GetProperty("trace").GetString() == token);
        }
    }

    [Fact]
    public async Task Query_AsText_IsATimeline()
    {
        var task = await served.AddAsync("witness:timeline", "--why", "begin");
        (await served.RunAsync("task", "cancel", task, "--why", "enough of it")).ShouldExit(0);

        var shown = (await served.RunAsync("witness", "query", "--task", task)).ShouldExit(0);

        var lines = shown.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldMatch("^INDEX +ELAPSED +WHO +WHAT +SUBJECT +OUTCOME +COST +WHY");
        lines[1].ShouldMatch($@"^\d+ +\+0 ms +operator/0 +task\.add +\S+{task} +done +begin$");
        lines[^1].ShouldMatch($@"^\d+ +\+\S+ m?s +operator/0 +task\.cancel +\S+{task} +done +enough of it$");
    }

    [Fact]
    public async Task Query_WithProofs_WritesOneForEachEntryThatHolds()
    {
        var task = await served.AddAsync("witness:proven", "--why", "to be proven");
        (await served.RunAsync("task", "cancel", task)).ShouldExit(0);
        var folder = served.Home.PathOf("proofs");

        var page = (await served.RunAsync("witness", "query", "--task", task, "--proofs", folder, "--json"))
            .ShouldExit(0).Json;

        var entries = page.GetProperty("entries").EnumerateArray().ToList();
        entries.Count.ShouldBe(2);
        foreach (var entry in entries)
        {
            var file = Path.Combine(folder, $"entry-{entry.GetProperty("index").GetInt64()}.tlog-proof");
            (await File.ReadAllTextAsync(file)).ShouldBe(entry.GetProperty("proof").GetString());
            (await served.RunAsync("witness", "verify", file)).ShouldExit(0);
        }
    }

    [Fact]
    public async Task Query_ForMoreProofsThanAPageHas_IsRefused() => (await served.RunAsync(
        "witness", "query", "--limit", "101", "--proofs", served.Home.PathOf("many"))).ShouldExit(2);

    [Fact]
    public async Task Search_PageByPage_FindsAllTheNewestFirst()
    {
        foreach (var i in Enumerable.Range(0, 5))
            await served.AddAsync("witness:paged", "--why", $"paged zebra number{i}");
        var reasons = new List<string>();
        string[] after = [];
        do
        {
            string[] line = ["witness", "search", "zebra", "paged", "--limit", "2", "--json", .. after];
            var page = (await served.RunAsync(line)).ShouldExit(0).Json;
            reasons.AddRange(page.GetProperty("entries").EnumerateArray()
                .Select(entry => entry.GetProperty("why").GetString()!));
            after = page.TryGetProperty("next_after", out var next) ? ["--after", $"{next}"] : [];
        }
        while (after.Length > 0);

        reasons.ShouldBe(Enumerable.Range(0, 5).Reverse().Select(i => $"paged zebra number{i}"));
    }

    [Fact]
    public async Task Search_OfWhatIsNotThere_SaysSoAndHowToGoOn()
    {
        var result = (await served.RunAsync("witness", "search", "nobodyeversaidthis")).ShouldExit(0);

        result.Out.ShouldContain("no such entry");
        result.Error.ShouldContain("ifctl witness search");
    }

    [Theory]
    [InlineData("--trace-token", "nonsense")]
    [InlineData("--severity", "loud")]
    [InlineData("--from", "yesterdayish")]
    [InlineData("--limit", "0")]
    public async Task Query_OfWhatCannotBeAsked_IsRefused(string option, string value)
    {
        var result = await served.RunAsync("witness", "query", option, value);

        result.ExitCode.ShouldBe(2);
        result.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Add_WithASecretInItsReason_LeavesItInNoFileOfTheLedger()
    {
        const string Secret = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
        var task = await served.AddAsync("witness:secret", "--why", $"deploys with {Secret} today");
        var page = (await served.RunAsync("witness", "query", "--task", task, "--json")).ShouldExit(0).Json;

        page.GetProperty("entries")[0].GetProperty("why").GetString().ShouldBe("deploys with [redacted] today");
        var needle = Encoding.UTF8.GetBytes("0123456789abcdefghijklmnopqrstuvwxyz");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(served.Home.StateFolder, "witness")))
            (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(needle).ShouldBe(-1, file);
    }

    [Fact]
    public async Task Stats_OfAServedLedger_SaysWhoWritesItAndThatNothingWaits()
    {
        await served.Home.DrainedAsync();

        var stats = (await served.RunAsync("witness", "stats", "--json")).ShouldExit(0).Json;

        stats.GetProperty("is_writer").GetBoolean().ShouldBeTrue();
        stats.GetProperty("size").GetInt64().ShouldBeGreaterThan(0);
        stats.GetProperty("lag_ms").GetInt64().ShouldBe(0);
        stats.GetProperty("key").GetString()!.ShouldStartWith(stats.GetProperty("origin").GetString() + "+");
        stats.TryGetProperty("problem", out JsonElement _).ShouldBeFalse();
        (await served.RunAsync("witness", "stats")).ShouldExit(0).Out.ShouldContain("the server asked");
    }

    [Fact]
    public async Task Verify_OfTheAddressOfOnesOwnServer_ChecksTheEntriesToo()
    {
        await served.Home.DrainedAsync();

        var own = (await served.RunAsync("witness", "verify", served.Server.Url, "--json")).ShouldExit(0).Json;
        using var stranger = new TestHome();
        var theirs = (await stranger.RunAsync("witness", "verify", served.Server.Url, "--json")).ShouldExit(0).Json;

        own.GetProperty("hashes_only").GetInt64().ShouldBe(0);
        own.GetProperty("entries").GetInt64().ShouldBeGreaterThan(0);
        theirs.GetProperty("entries").GetInt64().ShouldBe(0);
        theirs.GetProperty("hashes_only").GetInt64().ShouldBeGreaterThan(0);
    }
}
