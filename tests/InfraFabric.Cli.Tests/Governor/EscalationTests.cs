using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Governor;

/// <summary>What people must look after, at the command line.</summary>
public sealed class EscalationTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task Escalations_OfAStoppedSwarm_AreListedShownAndClosed()
    {
        var opened = (await served.RunAsync("governor", "open-circuit-breaker", "told", "--json")).ShouldExit(0);
        var id = opened.Json.GetProperty("breaker").GetProperty("escalation").GetString()!;

        var listed = (await served.RunAsync("governor", "escalations")).ShouldExit(0);
        var shown = (await served.RunAsync("governor", "escalation", id)).ShouldExit(0);
        var silent = await served.RunAsync("governor", "close-escalation", id);
        var closed = (await served.RunAsync("governor", "close-escalation", id, "--why", "looked at")).ShouldExit(0);
        var after = (await served.RunAsync("governor", "escalations")).ShouldExit(0);

        listed.Out.ShouldMatch($@"{id} +open +high +breaker +breakers/told ");
        shown.Out.ShouldContain("ifctl governor reset-circuit-breaker told");
        silent.ExitCode.ShouldBe(2);
        closed.Out.ShouldContain("looked at");
        after.Out.ShouldNotContain(id);
    }

    [Fact]
    public async Task Escalations_Dead_SaysThatThereAreNone() =>
        (await served.RunAsync("governor", "escalations", "--dead")).ShouldExit(0).Out
            .ShouldContain("No message was given up.");

    [Fact]
    public async Task TestChannel_OfTheLog_GetsThrough() =>
        (await served.RunAsync("governor", "test-channel", "log")).ShouldExit(0).Out
            .ShouldContain("went through 'log'");

    [Theory]
    [InlineData("log/1", 4)]
    [InlineData("log", 2)]
    public async Task Resend_OfNoMessage_SaysWhy(string message, int exitCode) =>
        (await served.RunAsync("governor", "resend", message)).ShouldExit(exitCode).Error
            .ShouldContain("ifctl governor escalations --dead");

    [Fact]
    public async Task Up_WithASecretThatOthersCanRead_DoesNotStart()
    {
        using var home = new TestHome();
        var secret = home.PathOf("hook.secret");
        await File.WriteAllTextAsync(secret, "not so secret");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "fabric.yaml"), $$"""
            listen: {port: 0}
            escalation:
              channels:
                hook: {type: webhook, url: "https://a.example", secret_file: "{{secret}}"}
            """);

        var refused = await home.RunAsync("up");

        refused.ShouldExit(6).Error.ShouldContain("can be read by others");
        refused.Error.ShouldNotContain("not so secret");
    }
}
