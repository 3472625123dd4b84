using System.Reflection;
using System.Text;
using System.Text.Json;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Mcp;

namespace InfraFabric.Server.Tests.Mcp;

/// <summary>Tools as calls: which there are, how they are described, where their arguments go.</summary>
public sealed class McpToolTests
{
    [Fact]
    public void Tools_AreAllCallsOfTheFabricButStreamsAndBlobs()
    {
        Type[] tables =
        [
            typeof(TaskCalls), typeof(ClaimCalls), typeof(SwarmCalls), typeof(BudgetCalls), typeof(WitnessCalls),
            typeof(OptimiseCalls),
            typeof(GovernorCalls),
        ];
        var calls = tables
            .SelectMany(table => table.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (ApiCall)field.GetValue(null)!)
            .Where(call => call.GivesMediaType is null && !call.Name.StartsWith("blob_", StringComparison.Ordinal));

        McpTools.All.Select(tool => tool.Call.Name).ShouldBe(calls.Select(call => call.Name), ignoreOrder: true);
    }

    [Fact]
    public void Tools_EveryArgument_IsDescribed()
    {
        var silent = McpTools.All.SelectMany(tool => tool.Description.InputSchema.GetProperty("properties")
            .EnumerateObject().Where(argument => !argument.Value.TryGetProperty("description", out _))
            .Select(argument => $"{tool.Call.Name}.{argument.Name}"));

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Tools_SchemasReferOnlyToWhatTheyDefine()
    {
        var schemas = McpTools.All.SelectMany(tool => new[]
        {
            (tool.Call.Name, Schema: tool.Description.InputSchema),
            (tool.Call.Name, Schema: tool.Description.OutputSchema ?? default),
        });

        var loose = schemas.Where(one => one.Schema.ValueKind == JsonValueKind.Object).SelectMany(one =>
            References(one.Schema).Where(place => !IsDefined(one.Schema, place))
                .Select(place => $"{one.Name}: {place}"));

        loose.ShouldBeEmpty();
    }

    [Fact]
    public void Tools_WhatTheyDo_IsHinted()
    {
        HintsOf("task_show").ShouldBe((true, false, true));
        HintsOf("task_cancel").ShouldBe((false, true, false));
        HintsOf("task_complete").ShouldBe((false, false, true));
        HintsOf("task_add").ShouldBe((false, false, false));
    }

    [Fact]
    public void Bind_ArgumentsOfAllKinds_GoToPathQueryHeadersAndBody()
    {
        var list = Bind("task_list", """{"state":"ready,dead","limit":5,"type":"a b&c"}""");
        var claim = Bind("task_claim",
            """{"swarm":"s","session":7,"count":2,"why":"because","idempotency_key":"k","task":null}""");

        list.PathAndQuery.ShouldBe("/v1/tasks?state=ready%2Cdead&type=a%20b%26c&limit=5");
        list.Json.IsEmpty.ShouldBeTrue();
        claim.Method.ShouldBe(HttpMethod.Post);
        claim.PathAndQuery.ShouldBe("/v1/swarms/s/claims");
        claim.Why.ShouldBe("because");
        claim.IdempotencyKey.ShouldBe("k");
        Encoding.UTF8.GetString(claim.Json.Span).ShouldBe("""{"session":7,"count":2}""");
    }

    [Fact]
    public void Bind_KeyOfATaskThatIsAdded_StaysInTheBody()
    {
        var add = Bind("task_add", """{"type":"t","idempotency_key":"k"}""");

        add.IdempotencyKey.ShouldBeNull();
        Encoding.UTF8.GetString(add.Json.Span).ShouldContain("\"idempotency_key\":\"k\"");
    }

    [Theory]
    [InlineData("""{"task":".."}""")]
    [InlineData("""{"task":"."}""")]
    [InlineData("""{"task":""}""")]
    [InlineData("""{"task":{}}""")]
    [InlineData("""{"task":"t","colour":"red"}""")]
    [InlineData("{}")]
    public void Bind_ArgumentsThatDoNotFit_AreRefused(string arguments) =>
        Should.Throw<FabricException>(() => Bind("task_show", arguments)).Error.ShouldBe(ErrorTable.Usage);

    [Fact]
    public void Bind_SlashesInAPath_DoNotLeaveTheirPlace() =>
        Bind("task_show", """{"task":"../state/stats?x"}""").PathAndQuery
            .ShouldBe("/v1/tasks/..%2Fstate%2Fstats%3Fx");

    [Fact]
    public void Read_ALineThatIsTooLong_IsAnError()
    {
        using var lines = new BoundedLines(new MemoryStream(Encoding.UTF8.GetBytes("12345\n1234567\n")), 6);
        var buffer = new byte[6];

        lines.Read(buffer, 0, 6).ShouldBe(6);
        lines.Read(buffer, 0, 6).ShouldBe(6);
        Should.Throw<FabricException>(() => lines.Read(buffer, 0, 1)).Error.ShouldBe(ErrorTable.LimitExceeded);
    }

    private static (bool? ReadOnly, bool? Destructive, bool? Idempotent) HintsOf(string tool)
    {
        var hints = McpTools.Find(tool)!.Description.Annotations!;
        return (hints.ReadOnlyHint, hints.DestructiveHint, hints.IdempotentHint);
    }

    private static McpCall Bind(string tool, string arguments) =>
        McpTools.Find(tool)!.Bind(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments));

    private static bool IsDefined(JsonElement schema, string place) =>
        place.StartsWith("#/$defs/", StringComparison.Ordinal) && schema.TryGetProperty("$defs", out var kept)
        && kept.TryGetProperty(place["#/$defs/".Length..], out _);

    private static IEnumerable<string> References(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(
            member => member is { Name: "$ref", Value.ValueKind: JsonValueKind.String }
                ? [member.Value.GetString()!]
                : References(member.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
