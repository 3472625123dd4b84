using System.Text.Json;
using InfraFabric.Server.Tests.Coordination;

namespace InfraFabric.Server.Tests.Optimise;

/// <summary>Spendings that are settled with what was bought.</summary>
public sealed class UsageApiTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private HttpClient Http => server.Owner;

    [Fact]
    public async Task Settle_WithUsage_IsPriced_AndTheLedgerSaysHow()
    {
        var id = await ReserveAsync("priced");

        var (status, settled) = await SettleAsync(
            id, """{"usage":{"model":"gpt-4","input_tokens":1000,"output_tokens":100,"batch":true}}""");

        status.ShouldBe(200);
        settled.GetProperty("spent_micro_usd").GetInt64().ShouldBe(18_000);
        var parameters = await NoteOfAsync("priced");
        parameters.GetProperty("model").GetString().ShouldBe("openai:gpt-4");
        parameters.GetProperty("usage.input").GetString().ShouldBe("1000");
        parameters.GetProperty("usage.output").GetString().ShouldBe("100");
        parameters.GetProperty("batch").GetString().ShouldBe("true");
        parameters.GetProperty("unconfirmed").GetString().ShouldBe("true");
        parameters.GetProperty("price_book").GetString().ShouldBe(settled.GetProperty("price_book").GetString());
    }

    [Fact]
    public async Task Settle_WithAModelThatNobodyKnows_IsRefused_AndCanBeSettledWithASum()
    {
        var id = await ReserveAsync("unknown-model");

        var (refused, problem) = await SettleAsync(id, """{"usage":{"model":"acme:new","input_tokens":1}}""");
        var (settled, _) = await SettleAsync(id, """{"spent_micro_usd":7}""");

        (refused, problem.Code()).ShouldBe((422, "IF_ERR_PRICE_UNKNOWN"));
        problem.GetProperty("fix").GetString()!.ShouldContain("spent_micro_usd");
        settled.ShouldBe(200);
    }

    [Theory]
    [InlineData("{}", "IF_ERR_USAGE")]
    [InlineData("""{"spent_micro_usd":1,"usage":{"model":"gpt-4","input_tokens":1}}""", "IF_ERR_USAGE")]
    [InlineData("""{"usage":{"model":"gpt-4","input_tokens":-1}}""", "IF_ERR_USAGE")]
    [InlineData("""{"usage":{"model":"gpt-4"}}""", "IF_ERR_USAGE")]
    [InlineData("""{"usage":{"model":"gpt-4","input_tokens":1.5}}""", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"usage":{"model":"gpt-4","tokens":1}}""", "IF_ERR_JSON_INVALID")]
    [InlineData("""{"usage":{"model":null,"input_tokens":1}}""", "IF_ERR_JSON_INVALID")]
    public async Task Settle_WithWhatCannotBe_IsRefused(string body, string code)
    {
        var (_, problem) = await SettleAsync("0198c5a2-1f00-7abc-8def-0123456789ab", body);

        problem.Code().ShouldBe(code);
    }

    private Task<(int Status, JsonElement Body)> SettleAsync(string id, string body) =>
        Http.CallAsync("POST", $"/v1/reservations/{id}/settle", body);

    private async Task<string> ReserveAsync(string swarm)
    {
        var session = await Http.RegisterAsync(swarm);
        await Http.CallAsync("PUT", "/v1/budgets", $$"""{"budget":"swarm/{{swarm}}","limit_micro_usd":5000000}""");
        var (_, body) = await Http.CallAsync(
            "POST", $"/v1/swarms/{swarm}/reservations", $$"""{"session":{{session}},"amount_micro_usd":1000000}""");
        return body.GetProperty("reservation").GetString()!;
    }

    private async Task<JsonElement> NoteOfAsync(string swarm)
    {
        var (_, page) = await Http.CallAsync("GET", $"/v1/witness/entries?operation=budget.settle&swarm={swarm}");
        return page.GetProperty("entries").EnumerateArray().Single().GetProperty("parameters");
    }
}
