using System.Text.Json;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Tests.Coordination;

namespace InfraFabric.Server.Tests.Governing;

/// <summary>The policy file of a server.</summary>
public sealed class PolicyFileServerTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();

    private string PolicyPath => Path.Combine(_server.Home.Folder, "governor", "policy.yaml");

    [Fact]
    public async Task Start_WithAFile_ThatIsInForce_AndAChangeIsTakenOver()
    {
        Write("resource_policy: {max_swarms_per_task: 2}\ncapability_registry: {file-one: {cost_per_hour: 3}}\n");
        await _server.StartAsync(await _server.OpenStoreAsync());

        var loaded = await PolicyAsync();
        var (_, registered) = await _server.Owner.CallAsync("GET", "/v1/registry/file-one");
        Write("resource_policy: {max_swarms_per_task: 4}\n");
        var changed = await PolicyOnceAsync(policy => policy.GetProperty("max_swarms_per_task").GetInt32() == 4);
        Write("resource_policy: {max_swarms_per_task: many}\n");
        var wrong = await PolicyOnceAsync(policy => policy.TryGetProperty("problem", out _));

        (loaded.GetProperty("max_swarms_per_task").GetInt32(), loaded.GetProperty("in_force").GetBoolean())
            .ShouldBe((2, true));
        registered.GetProperty("cost_per_hour_micro_usd").GetInt64().ShouldBe(3_000_000);
        changed.GetProperty("in_force").GetBoolean().ShouldBeTrue();
        wrong.GetProperty("problem").GetString()!.ShouldContain("policy.yaml:1");
        wrong.GetProperty("max_swarms_per_task").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task Spending_ThatARuleDenies_IsRefused_AndAnyOtherIsNot()
    {
        Write("rules: [{swarm: ruled, kind: secret, verdict: deny, why: not for this swarm}]\n");
        await _server.StartAsync(await _server.OpenStoreAsync());
        var http = _server.Owner;
        await http.CallAsync("PUT", "/v1/budgets", """{"budget":"fabric","limit_micro_usd":1000000}""");
        var session = await http.RegisterAsync("ruled");

        var (denied, problem) = await http.CallAsync(
            "POST", "/v1/swarms/ruled/reservations",
            $$"""{"session":{{session}},"amount_micro_usd":1,"kind":"secret"}""");
        var (allowed, _) = await http.CallAsync(
            "POST", "/v1/swarms/ruled/reservations",
            $$"""{"session":{{session}},"amount_micro_usd":1,"kind":"open"}""");

        (denied, problem.Code()).ShouldBe((403, "IF_ERR_FORBIDDEN"));
        problem.GetProperty("why").GetString()!.ShouldContain("not for this swarm");
        allowed.ShouldBe(200);
    }

    [Fact]
    public async Task Start_WithAFileThatIsWrong_Fails()
    {
        Write("rules: 3\n");
        var store = await _server.OpenStoreAsync();

        var refused = await Should.ThrowAsync<FabricException>(() => _server.StartAsync(store));

        refused.Error.ShouldBe(ErrorTable.ConfigInvalid);
    }

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PolicyPath)!);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Write(string text)
    {
        // In one step: the server may look at any moment.
        File.WriteAllText(PolicyPath + ".new", text);
        File.Move(PolicyPath + ".new", PolicyPath, overwrite: true);
    }

    private async Task<JsonElement> PolicyAsync() => (await _server.Owner.CallAsync("GET", "/v1/policy")).Body;

    private async Task<JsonElement> PolicyOnceAsync(Func<JsonElement, bool> holds)
    {
        while (true)
        {
            var policy = await PolicyAsync();
            if (holds(policy))
                return policy;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
