using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Witness;

/// <summary>The checks of the commands of the ledger hold, and are told to the ledger themselves.</summary>
public sealed class WitnessFalsifyTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Theory]
    [InlineData(2, "query")]
    [InlineData(2, "search")]
    [InlineData(2, "tail")]
    [InlineData(3, "show", "0")]
    [InlineData(1, "stats")]
    [InlineData(4, "prove", "0")]
    [InlineData(5, "verify")]
    [InlineData(2, "checkpoint")]
    [InlineData(2, "export")]
    [InlineData(2, "anchor", "x")]
    [InlineData(3, "restore", "--from", "x")]
    [InlineData(3, "cosign", "x")]
    [InlineData(3, "erase", "0")]
    public async Task Falsify_OfACommandOfTheLedger_HoldsAndLeavesItsChecksOnly(int checks, params string[] line)
    {
        var size = await SizeAsync();

        var answer = (await served.RunAsync(["witness", .. line, "--mode=falsify", "--json", "--trace"])).Json;

        answer.GetProperty("held").GetBoolean().ShouldBeTrue(answer.ToString());
        answer.GetProperty("checks").GetArrayLength().ShouldBe(checks);
        var entries = (await served.RunAsync(
            "witness", "query", "--trace-token", answer.GetProperty("trace").GetString()!, "--json"))
            .ShouldExit(0).Json.GetProperty("entries").EnumerateArray().ToList();
        entries.Count.ShouldBe(checks);
        entries.ShouldAllBe(entry => entry.GetProperty("stage").GetString() == "check"
            && entry.GetProperty("outcome").GetString() == "held"
            && entry.GetProperty("severity").GetString() == "info"
            && entry.GetProperty("operation").GetString() == $"witness.{line[0]}");
        (await SizeAsync()).ShouldBe(size + checks);
    }

    private async Task<long> SizeAsync()
    {
        await served.Home.DrainedAsync();
        return (await served.RunAsync("witness", "stats", "--json")).ShouldExit(0).Json.GetProperty("size").GetInt64();
    }
}
