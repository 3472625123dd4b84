using System.Text.Json;
using InfraFabric.Server.Tests.Coordination;

namespace InfraFabric.Server.Tests.Optimise;

/// <summary>Invoices and advice over HTTP.</summary>
public sealed class ReconcileApiTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Month = "yyyy-MM";

    private HttpClient Http => server.Owner;

    [Fact]
    public async Task Reconcile_InvoiceThatIsRight_IsMatched_AndOneThatIsNotIsAnAlarm()
    {
        var session = await Http.RegisterAsync("invoiced");
        await Http.CallAsync("PUT", "/v1/budgets", """{"budget":"swarm/invoiced","limit_micro_usd":5000000}""");
        await SettleAsync(session, """{"usage":{"model":"gpt-4","input_tokens":1000,"output_tokens":100}}""");
        var month = DateTime.UtcNow.ToString(Month);

        var (status, right) = await ReconcileAsync(
            "openai", month, "item,model,quantity,amount\\ninput,gpt-4,1000,0.03\\noutput,gpt-4,100,0.006");
        var (_, wrong) = await ReconcileAsync(
            "openai", month, "item,model,quantity,amount\\ninput,gpt-4,1000,0.03\\noutput,gpt-4,100,0.016");

        status.ShouldBe(200);
        (Number(right, "invoice_micro_usd"), Number(right, "matched_micro_usd")).ShouldBe((36_000, 36_000));
        right.GetProperty("alarm").GetBoolean().ShouldBeFalse();
        wrong.GetProperty("alarm").GetBoolean().ShouldBeTrue();
        wrong.GetProperty("causes").EnumerateArray().Single().ToString().ShouldBe(
            """{"cause":"price","amount_micro_usd":10000}""");
        var (_, page) = await Http.CallAsync("GET", "/v1/witness/entries?operation=optimise.drift&severity=high");
        var entry = page.GetProperty("entries").EnumerateArray().Single();
        entry.GetProperty("subject").GetString().ShouldBe($"invoices/openai/{month}");
        entry.GetProperty("parameters").GetProperty("causes").GetString().ShouldBe("price $0.01");
    }

    [Theory]
    [InlineData("openai", "2026-13", "item,amount\\ntax,1")]
    [InlineData("openai", "october", "item,amount\\ntax,1")]
    [InlineData("open ai", "2026-10", "item,amount\\ntax,1")]
    [InlineData("openai", "2026-10", "item,amount\\ntax,one")]
    public async Task Reconcile_WhatCannotBe_IsRefused(string provider, string month, string invoice)
    {
        var (status, problem) = await ReconcileAsync(provider, month, invoice);

        (status, problem.Code()).ShouldBe((400, "IF_ERR_USAGE"));
    }

    [Fact]
    public async Task Advice_OfAKindThatNobodyHasDone_IsEmpty()
    {
        var (status, advice) = await Http.CallAsync("GET", "/v1/optimise/advice?kind=never-done");

        status.ShouldBe(200);
        advice.GetProperty("kinds").GetArrayLength().ShouldBe(0);
        advice.GetProperty("min_claims").GetInt32().ShouldBe(5);
    }

    private static long Number(JsonElement body, string name) => body.GetProperty(name).GetInt64();

    private Task<(int Status, JsonElement Body)> ReconcileAsync(string provider, string month, string invoice) =>
        Http.CallAsync(
            "POST", "/v1/optimise/reconcile",
            $$"""{"provider":"{{provider}}","month":"{{month}}","invoice":"{{invoice}}"}""");

    private async Task SettleAsync(long session, string cost)
    {
        var (_, reserved) = await Http.CallAsync(
            "POST", "/v1/swarms/invoiced/reservations", $$"""{"session":{{session}},"amount_micro_usd":100000}""");
        var id = reserved.GetProperty("reservation").GetString();
        (await Http.CallAsync("POST", $"/v1/reservations/{id}/settle", cost)).Item1.ShouldBe(200);
    }
}
