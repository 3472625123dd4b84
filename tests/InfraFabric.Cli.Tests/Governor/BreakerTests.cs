using System.Text;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Governor;

/// <summary>Breakers at the command line: who is stopped, and what it takes to let it go on.</summary>
public sealed class BreakerTests(ServedHome served) : IClassFixture<ServedHome>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task OpenCircuitBreaker_ByHand_IsListedWithWhy()
    {
        (await served.RunAsync("governor", "open-circuit-breaker", "listed", "--why", "calls the wrong number"))
            .ShouldExit(0).Out.ShouldContain("'listed' is open");

        var shown = (await served.RunAsync("governor", "circuit-breakers")).ShouldExit(0);

        shown.Out.ShouldMatch(@"listed +open +manual +\S+ \S+ +it was opened by hand \(calls the wrong number\)");
    }

    [Fact]
    public async Task ResetCircuitBreaker_WithoutATerminal_WaitsForAnotherOperator()
    {
        (await served.RunAsync("identity", "create", "second.operator/1", "--scopes", "operate")).ShouldExit(0);
        (await served.RunAsync("governor", "open-circuit-breaker", "asked")).ShouldExit(0);

        var asked = (await served.RunAsync("governor", "reset-circuit-breaker", "asked", "--json")).ShouldExit(0);
        var id = asked.Json.GetProperty("breaker").GetProperty("asked").GetProperty("approval").GetString()!;
        var own = await served.RunAsync("governor", "approve", id);
        var other = await served.RunAsync(
            "governor", "approve", id, "--identity", "second.operator/1", "--why", "looked at");

        own.ShouldExit(6).Error.ShouldContain("Who asked for it cannot approve it");
        other.ShouldExit(0).Out.ShouldContain("half-open");
    }

    [Theory]
    [InlineData("typed\n", 0, "half_open")]
    [InlineData("another\n", 5, "open")]
    [InlineData("y\n", 5, "open")]
    [InlineData("\u0004", 5, "open")]
    public async Task ResetCircuitBreaker_AtATerminal_TakesTheNameOfTheSwarm(
        string answer, int exitCode, string state)
    {
        (await served.RunAsync("governor", "open-circuit-breaker", "typed")).ShouldExit(0);
        using var terminal = served.Home.Start("script",
            ["-qec", $"exec {Repository.Ifctl} governor reset-circuit-breaker typed --why fixed", "/dev/null"]);
        var asked = new StringBuilder();
        var buffer = new char[4096];
        while (!asked.ToString().Contains("type its name: ", StringComparison.Ordinal))
            asked.Append(buffer, 0, await terminal.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Patience));

        await terminal.StandardInput.WriteAsync(answer);
        await terminal.StandardInput.FlushAsync();
        await terminal.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await terminal.WaitForExitAsync().WaitAsync(Patience);

        terminal.ExitCode.ShouldBe(exitCode);
        (await served.RunAsync("governor", "circuit-breakers", "--json")).ShouldExit(0).Json
            .GetProperty("breakers").EnumerateArray()
            .Single(breaker => breaker.GetProperty("swarm").GetString() == "typed")
            .GetProperty("state").GetString().ShouldBe(state);
    }
}
