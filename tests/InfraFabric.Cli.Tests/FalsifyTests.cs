using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Falsify;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests;

public sealed class FalsifyTests
{
    [Theory]
    [InlineData(3, "state", "get", "a")]
    [InlineData(2, "state", "list")]
    [InlineData(2, "state", "watch")]
    [InlineData(6, "state", "backup", "never.backup")]
    [InlineData(6, "state", "restore", "x.backup")]
    public async Task Falsify_OfACommandOfTheState_HoldsAndChangesNothing(int checks, params string[] line)
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"), ("b", "2"));
        (await home.RunAsync("state", "backup", "x.backup")).ShouldExit(0);
        var before = home.Fingerprint();

        var answer = (await home.RunAsync([.. line, "--mode=falsify", "--json"])).ShouldExit(0).Json;

        answer.GetProperty("held").GetBoolean().ShouldBeTrue();
        answer.GetProperty("checks").GetArrayLength().ShouldBe(checks);
        home.Fingerprint().ShouldBe(before);
        File.Exists(home.PathOf("never.backup")).ShouldBeFalse();
    }

    [Fact]
    public async Task Falsify_OfAFileThatIsNotThere_SaysWhatTheCommandWouldSay()
    {
        using var home = new TestHome();

        var refused = await home.RunAsync("state", "restore", "missing.backup", "--mode=falsify");

        refused.ShouldExit(4).Error.ShouldContain("IF_ERR_NOT_FOUND");
        refused.Out.ShouldNotContain("BROKE");
    }

    [Fact]
    public async Task Falsify_WhileServed_ChangesNothingEither()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        (await home.RunAsync("state", "backup", "x.backup")).ShouldExit(0);
        await using var server = await RunningServer.StartAsync(home);
        var before = await RecordsAsync();

        (await home.RunAsync("state", "restore", "x.backup", "--mode=falsify")).ShouldExit(0);

        (await RecordsAsync()).ShouldBe(before);

        async Task<string> RecordsAsync() =>
            (await home.RunAsync("state", "list", "--json")).ShouldExit(0).Json.GetProperty("records").GetRawText();
    }

    [Fact]
    public async Task Falsify_AsOneWhoMayNotTellTheLedger_SaysSoAndHoldsAllTheSame()
    {
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);
        (await home.RunAsync("identity", "create", "reader/1", "--scopes", "state:read")).ShouldExit(0);

        var result = await home.RunAsync("state", "list", "--mode=falsify", "--identity", "reader/1");

        result.ShouldExit(0).Error.ShouldContain("The ledger was not told of it");
    }

    [Theory]
    [InlineData("version")]
    [InlineData("up")]
    [InlineData("install")]
    public async Task Falsify_OfACommandWithoutChecks_SaysSoAndDoesNothing(string command)
    {
        using var home = new TestHome();

        var result = (await home.RunAsync(command, "--mode=falsify")).ShouldExit(0);

        result.Out.ShouldContain($"'ifctl {command}' declares no checks");
        Directory.EnumerateFileSystemEntries(home.Folder).ShouldBeEmpty();
        Directory.Exists(home.PathOf(".local")).ShouldBeFalse();
    }

    [Fact]
    public async Task Falsify_OfARestoreThatWouldFail_Breaks()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        await File.WriteAllTextAsync(home.PathOf("x.backup"), "this is no backup");

        var answer = (await home.RunAsync(
            "state", "restore", "x.backup", "--mode=falsify", "--json")).ShouldExit(1).Json;

        answer.GetProperty("held").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_OfACheckThatBreaks_ExitsWithCheckFailed(bool throws)
    {
        using var home = new TestHome();
        var broken = new FalsifyCheck("brittle", "Touch it.", _ => throws
            ? throw new InvalidOperationException("It fell apart.")
            : Task.FromResult(Evidence.Broke("It fell apart.")));
        var verb = new Verb("glass", "A thing of glass.") { Examples = ["glass"], Checks = [broken] };
        verb.Runs(_ => throw new InvalidOperationException("The command itself must not run."));
        var root = new System.CommandLine.RootCommand { verb };
        foreach (var option in GlobalOptions.All)
            root.Options.Add(option);

        var exitCode = await root.Parse(["glass", "--mode=falsify", "--home", home.Folder]).InvokeAsync();

        exitCode.ShouldBe(1);
    }

    [Fact]
    public void FalsifyAnswer_OfNoChecks_Holds() =>
        new FalsifyAnswer("x", true, []).Checks.ShouldBeEmpty();
}
