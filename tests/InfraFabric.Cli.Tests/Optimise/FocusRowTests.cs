using InfraFabric.Api.Optimise;
using InfraFabric.Cli.Commands.Optimise;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Tests.Optimise;

public sealed class FocusRowTests
{
    private static readonly SpendRowBody Spend = new()
    {
        Index = 7,
        Time = new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero),
        Cost = Money.FromMicroUsd(1_234_567),
        Outcome = "completed",
        Trace = "0198c5a2-1f00-7abc-8def-0123456789ab",
        Swarm = "one",
        Kind = "review",
        Model = "acme:large",
        PriceBook = "sha256:1",
        Usage = new Dictionary<string, decimal> { ["input"] = 1200, ["output"] = 310 },
    };

    [Fact]
    public void Of_Spending_HasACellForEveryColumn_EachInItsPlace()
    {
        var cells = CellsOf(Spend);

        FocusRow.Of(Spend).Count().ShouldBe(FocusRow.Columns.Count);
        cells["BilledCost"].ShouldBe("1.234567");
        (cells["BillingPeriodStart"], cells["BillingPeriodEnd"]).ShouldBe(
            ("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"));
        (cells["ChargePeriodStart"], cells["ChargePeriodEnd"]).ShouldBe(
            ("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"));
        (cells["ConsumedQuantity"], cells["ConsumedUnit"]).ShouldBe(("1510", "Tokens"));
        (cells["ProviderName"], cells["ServiceName"], cells["SkuId"]).ShouldBe(("acme", "large", "acme:large"));
        (cells["SubAccountId"], cells["ResourceId"]).ShouldBe(("fabric", "one"));
        cells["Tags"].ShouldBe("""{"swarm":"one","kind":"review","usage_input":"1200","usage_output":"310"}""");
        (cells["x_Outcome"], cells["x_TraceToken"]).ShouldBe(("completed", Spend.Trace));
    }

    [Fact]
    public void Of_SpendingOfWhichLittleIsKnown_IsOurs()
    {
        var cells = CellsOf(Spend with { Model = null, Usage = null, Swarm = null, Kind = null });

        (cells["ProviderName"], cells["ConsumedQuantity"], cells["ResourceType"]).ShouldBe(("InfraFabric", "", ""));
        cells["ChargeDescription"].ShouldBe("spending for no task");
    }

    [Fact]
    public void Of_SeveralUnits_HasNoQuantity() => CellsOf(Spend with
    {
        Usage = new Dictionary<string, decimal> { ["input"] = 1, ["minutes"] = 1.5m },
    })["ConsumedQuantity"].ShouldBe("");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("-1.5", "-1.5")]
    public void Line_CellOfAnyText_IsReadBackAsIt_AndIsNoFormula(string text, string cell) =>
        CsvText.Line(["a", text]).ShouldBe($"a,{cell}");

    private static Dictionary<string, string> CellsOf(SpendRowBody spend) =>
        FocusRow.Columns.Zip(FocusRow.Of(spend)).ToDictionary(pair => pair.First, pair => pair.Second);
}
