using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Optimise;

public sealed class CostTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task Report_NothingSpent_SaysSo() =>
        (await served.RunAsync("optimise", "report", "--since", "1h")).ShouldExit(0).Out
            .ShouldStartWith("Nothing was spent from ");

    [Fact]
    public async Task Report_AsCsv_HasTheHeadings() =>
        (await served.RunAsync("optimise", "report", "--by", "swarm,day", "--csv")).ShouldExit(0).Out
            .ShouldStartWith("swarm,day,cost_micro_usd,before_micro_usd,spends,wasted_micro_usd,");

    [Theory]
    [InlineData("--since", "yesterday", "'--since' is no time")]
    [InlineData("--until", "7x", "'--until' is no time")]
    [InlineData("--by", "colour", "told apart by model")]
    public async Task Report_WhatCannotBe_IsRefusedWithTheFix(string option, string value, string said) =>
        (await served.RunAsync("optimise", "report", option, value)).ShouldExit(2).Error.ShouldContain(said);

    [Fact]
    public async Task Export_HasTheColumnsOfFocus()
    {
        var lines = (await served.RunAsync("optimise", "export", "--format", "focus")).ShouldExit(0).Out
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldStartWith("BilledCost,BillingAccountId,");
        (await served.RunAsync("optimise", "export", "--format", "xml")).ShouldExit(2);
    }

    [Fact]
    public async Task Prices_ListAndShow_SayWhatIsToBeConfirmed()
    {
        var list = (await served.RunAsync("optimise", "prices", "list")).ShouldExit(0);
        var show = (await served.RunAsync("optimise", "prices", "show", "haiku")).ShouldExit(0);
        var json = JsonDocument.Parse(
            (await served.RunAsync("optimise", "prices", "show", "gpt-4", "--json")).ShouldExit(0).Out);

        list.Out.ShouldContain("openai:gpt-4 ");
        list.Out.ShouldContain("input 30, output 60");
        list.Error.ShouldContain("to be confirmed");
        show.Out.ShouldContain("anthropic:claude-haiku-4-5 from 2025-10-15");
        show.Error.ShouldContain("confirmed: [\"sha256:");
        json.RootElement.GetProperty("prices")[0].GetProperty("confirm").GetBoolean().ShouldBeTrue();
        (await served.RunAsync("optimise", "prices", "show", "acme:none")).ShouldExit(4);
    }

    [Fact]
    public async Task PricesCheck_SaysAllMistakes_OrWhatTheFileWouldSay()
    {
        var file = served.Home.PathOf("new-prices.yaml");
        await File.WriteAllTextAsync(
            file, "models:\n  acme:\n    versions:\n      - valid_from: soon\n        tokns: {}\n");
        var wrong = (await served.RunAsync("optimise", "prices", "check", file)).ShouldExit(3);
        await File.WriteAllTextAsync(
            file, "models:\n  acme:\n    versions:\n      - valid_from: 2026-01-01\n        tokens: {input: 1}\n");

        wrong.Error.ShouldContain("new-prices.yaml:4: models.acme.versions[0].valid_from");
        wrong.Error.ShouldContain("Did you mean tokens?");
        (await served.RunAsync("optimise", "prices", "check", file)).ShouldExit(0).Out
            .ShouldContain("is right: 1 prices");
    }

    [Fact]
    public async Task Reconcile_InvoiceOfWhatWasNeverUsed_IsAnAlarm()
    {
        var file = served.Home.PathOf("invoice.csv");
        await File.WriteAllTextAsync(
            file, "item,model,quantity,amount\ninput,gpt-4,1000,0.03\nrefund,,,-0.01\n");
        string[] line = ["optimise", "reconcile", file, "--provider", "openai", "--month", "2026-01"];

        var alarm = (await served.RunAsync(line)).ShouldExit(1);
        (await served.RunAsync([.. line, "--drift-limit", "100"])).ShouldExit(1);
        await File.WriteAllTextAsync(file, "item,amount\ntax,1.50\n");
        var tax = (await served.RunAsync(line)).ShouldExit(0);

        alarm.Out.ShouldContain("invoice        $0.02");
        alarm.Out.ShouldContain("missing_here   $0.03");
        alarm.Out.ShouldContain("refund         -$0.01");
        tax.Out.ShouldContain("tax            $1.50");
        (await served.RunAsync("optimise", "reconcile", "none.csv", "--provider", "a", "--month", "2026-01"))
            .ShouldExit(4);
    }

    [Fact]
    public async Task Advise_NothingDone_SaysSo() =>
        (await served.RunAsync("optimise", "advise")).ShouldExit(0).Out.ShouldStartWith("Nothing is known");

    [Theory]
    [InlineData("report")]
    [InlineData("advise")]
    [InlineData("reconcile", "any.csv", "--provider", "openai", "--month", "2026-01")]
    [InlineData("export")]
    [InlineData("prices", "list")]
    [InlineData("prices", "check", "any.yaml")]
    public async Task Falsify_HoldsEverywhere(params string[] line) =>
        (await served.RunAsync(["optimise", .. line, "--mode=falsify"])).ShouldExit(0);
}
