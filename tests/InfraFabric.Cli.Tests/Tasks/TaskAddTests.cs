using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Tasks;

public sealed class TaskAddTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task Add_WithAKeyTwice_AddsOnce()
    {
        string[] line = ["task", "add", "work", "--key", "once", "--payload", "1"];
        (await served.RunAsync(line)).ShouldExit(0).Out.ShouldStartWith("Added task");

        (await served.RunAsync(line)).ShouldExit(0).Out.ShouldContain("was there already");
        var other = await served.RunAsync("task", "add", "work", "--key", "once", "--payload", "2");

        other.ShouldExit(5).Error.ShouldContain("IF_ERR_IDEMPOTENCY_MISMATCH");
    }

    [Fact]
    public async Task Add_WithThePayloadOfAFile_AddsWhatTheFileHolds()
    {
        await File.WriteAllTextAsync(served.Home.PathOf("payload.json"), "{\"ä\": [1, 2.50]}");

        var task = await served.AddAsync("read:file", "--payload", "@payload.json");

        (await served.ShowAsync(task)).GetProperty("spec").GetProperty("payload").GetRawText()
            .ShouldBe("{\n      \"ä\": [\n        1,\n        2.50\n      ]\n    }");
    }

    [Fact]
    public async Task Add_WithThePayloadOfStandardInput_AddsWhatIsSent()
    {
        using var process = served.Home.Start(
            Repository.Ifctl, ["task", "add", "work", "--payload", "-", "--requires", "read:input", "--json"]);
        await process.StandardInput.WriteAsync("[true]");
        process.StandardInput.Close();
        var added = System.Text.Json.JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync()).RootElement;

        var task = added.GetProperty("tasks")[0].GetProperty("id").GetString()!;

        (await served.ShowAsync(task)).GetProperty("spec").GetProperty("payload")[0].GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("{broken", "IF_ERR_JSON_INVALID", 2)]
    [InlineData("@missing.json", "IF_ERR_NOT_FOUND", 4)]
    [InlineData("@too-large.json", "IF_ERR_LIMIT", 8)]
    public async Task Add_WithAPayloadThatCannotBeRead_SaysWhat(string payload, string code, int exitCode)
    {
        await File.WriteAllTextAsync(served.Home.PathOf("too-large.json"), new string(' ', 1024 * 1024) + "1");

        var refused = await served.RunAsync("task", "add", "work", "--payload", payload);

        refused.ShouldExit(exitCode).Error.ShouldContain(code);
    }

    [Theory]
    [InlineData("task", "add")]
    [InlineData("task", "add", "work", "--file", "tasks.yaml")]
    [InlineData("task", "add", "work", "--budget", "much")]
    [InlineData("task", "add", "work", "--deadline", "tomorrow")]
    [InlineData("task", "add", "work", "--requires", "No Capability")]
    [InlineData("task", "add", "work", "--depends-on", "nothing")]
    public async Task Add_OfALineThatMeansNothing_IsAUsageError(params string[] line) =>
        (await served.RunAsync(line)).ShouldExit(2);

    [Fact]
    public async Task Add_OfAYamlFile_AddsTasksThatDependOnEachOther()
    {
        await File.WriteAllTextAsync(served.Home.PathOf("tasks.yaml"), """
            # Two steps of one plan.
            tasks:
              - name: publish
                type: publish
                depends_on: [build]
                requires: [yaml:publish]
                budget: 2.5
              - name: build
                type: build
                payload: {count: 3, exact: "3", on: true, nothing: ~, half: 0.50}
                requires: [yaml:build]
            """);

        var added = (await served.RunAsync("task", "add", "--file", "tasks.yaml", "--json")).ShouldExit(0).Json;

        var ids = added.GetProperty("tasks").EnumerateArray()
            .ToDictionary(task => task.GetProperty("name").GetString()!, task => task.GetProperty("id").GetString()!);
        var publish = await served.ShowAsync(ids["publish"]);
        publish.GetProperty("state").GetString().ShouldBe("waiting");
        publish.GetProperty("spec").GetProperty("depends_on")[0].GetString().ShouldBe(ids["build"]);
        publish.GetProperty("spec").GetProperty("budget_micro_usd").GetInt64().ShouldBe(2_500_000);
        var payload = (await served.ShowAsync(ids["build"])).GetProperty("spec").GetProperty("payload");
        System.Text.Json.JsonSerializer.Serialize(payload)
            .ShouldBe("""{"count":3,"exact":"3","on":true,"nothing":null,"half":0.50}""");
    }

    [Theory]
    [InlineData("[{\"type\":\"a\",\"name\":\"a\",\"depends_on\":[\"b\"]},"
        + "{\"type\":\"b\",\"name\":\"b\",\"depends_on\":[\"a\"]}]", "json", "IF_ERR_TASK_CYCLE")]
    [InlineData("- type: a\n  tpye: b\n", "yaml", "$.tasks[0].tpye")]
    [InlineData("- title: a\n", "yaml", "$.tasks[0]")]
    [InlineData("- type: a\n  type: b\n", "yaml", "Line 2: 'type' is there twice")]
    [InlineData("- &a {type: a}\n- *a\n", "yaml", "anchors")]
    [InlineData("- type: [\n", "yaml", "Line 2")]
    [InlineData("---\n- type: a\n---\n- type: b\n", "yaml", "second document")]
    [InlineData("", "yaml", "no list of tasks")]
    [InlineData("tasks: none\n", "yaml", "no list of tasks")]
    [InlineData("{\"tasks\":[]", "json", "IF_ERR_JSON_INVALID")]
    public async Task Add_OfAFileThatCannotBe_SaysWhereAndAddsNothing(string text, string kind, string said)
    {
        var name = $"bad-{text.GetHashCode(StringComparison.Ordinal)}.{kind}";
        await File.WriteAllTextAsync(served.Home.PathOf(name), text);
        var before = await CountAsync();

        var refused = await served.RunAsync("task", "add", "--file", name);

        refused.ShouldExit(2).Error.ShouldContain(said);
        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Add_OfYamlNestedWithoutEnd_IsRefused()
    {
        await File.WriteAllTextAsync(served.Home.PathOf("deep.yaml"), new string('[', 2000));

        (await served.RunAsync("task", "add", "--file", "deep.yaml")).ShouldExit(2).Error.ShouldContain("nested");
    }

    [Fact]
    public async Task Add_WhereReasonsAreRequired_AsksForOne()
    {
        using var home = new TestHome();
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "fabric.yaml"), "require_why: true\n");
        await using var server = await RunningServer.StartAsync(home);

        (await home.RunAsync("task", "add", "work")).ShouldExit(2).Error.ShouldContain("IF_ERR_WHY_MISSING");
        (await home.RunAsync("task", "add", "work", "--why", "it must be done")).ShouldExit(0);
        (await home.RunAsync("task", "list")).ShouldExit(0);
    }

    private async Task<int> CountAsync() =>
        (await served.RunAsync("task", "list", "--limit", "1000", "--json")).Json.GetProperty("tasks").GetArrayLength();
}
