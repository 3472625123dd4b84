using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;
using InfraFabric.Governor.Tests.Budgets;
using InfraFabric.Governor.Tests.Registry;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Tests.Policy;

public sealed class PolicyKeeperTests
{
    private const string Layer = """
        "capabilities":["a:b"],"cost_per_hour_micro_usd":2000000
        """;

    private const string Ndi = "capability_registry:\n  ndi:\n    capabilities: [a:b]\n    cost_per_hour: 2\n";

    [Fact]
    public void Start_FileThatIsRight_IsInForceOnceItHasStarted() => RegistryStage.Run(async stage =>
    {
        await using var keeper = await stage.StartKeeperAsync(Of(Ndi + "resource_policy:\n  max_cost_per_task: 3\n"));

        keeper.State.IsInForce.ShouldBeTrue();
        stage.Registry.Policy.MaxCostPerTask.ShouldBe(Money.Parse("3"));
        stage.Registry.Policy.Loading.ShouldBeFalse();
        (await stage.ReadAsync("registry/ndi")).ShouldBe(
            $"{{{Layer},\"policy\":{{{Layer}}}}}");
    });

    [Fact]
    public void Start_FileThatIsWrong_Fails() => RegistryStage.Run(async stage =>
        (await Should.ThrowAsync<FabricException>(() => stage.StartKeeperAsync(Of("rules: 3"))))
            .Error.ShouldBe(ErrorTable.ConfigInvalid));

    [Fact]
    public void Start_NoFile_LeavesInForceWhatIs() => RegistryStage.Run(async stage =>
    {
        await stage.PutAsync("policy/governor", """{"hash":"sha256:other","max_swarms_per_task":5}""");

        await using var keeper = await stage.StartKeeperAsync(Of(null));

        keeper.State.InForce.MaxSwarmsPerTask.ShouldBe(5);
        keeper.State.IsInForce.ShouldBeTrue();
    });

    [Fact]
    public void Start_TheSameFileAgain_WritesNothing() => RegistryStage.Run(async stage =>
    {
        await (await stage.StartKeeperAsync(Of(Ndi))).DisposeAsync();
        var before = (await stage.NotesAsync()).Count;

        await (await stage.StartKeeperAsync(Of(Ndi))).DisposeAsync();

        (await stage.NotesAsync()).Count.ShouldBe(before);
    });

    [Fact]
    public void Reload_FileThatChanged_WritesOnlyWhatChanged() => RegistryStage.Run(async stage =>
    {
        var file = Ndi + "  sip:\n    tenant: acme\n  old:\n    tenant: acme\n";
        await using var keeper = await stage.StartKeeperAsync(new PolicySource("policy.yaml", () => file));
        var before = (await stage.NotesAsync()).Count;

        file = Ndi + "  sip:\n    tenant: other\n  new:\n    tenant: acme\n";
        await stage.UntilAsync(() => stage.Registry.Policy.Hash == PolicyFile.HashOf(file));

        (await stage.NotesAsync()).Skip(before).Select(note => $"{note.Operation} {note.Subject}").ShouldBe(
        [
            "policy.load policy/governor", "registry.remove registry/old", "registry.load registry/sip",
            "registry.load registry/new",
        ]);
        (await stage.ReadAsync("registry/old")).ShouldBeNull();
    });

    [Fact]
    public void Reload_EntryThatLeftTheFile_KeepsWhatWasSetByHand() => RegistryStage.Run(async stage =>
    {
        var file = Ndi;
        await using var keeper = await stage.StartKeeperAsync(new PolicySource("policy.yaml", () => file));
        await stage.Registry.SetAsync(
            SwarmName.Parse("ndi"), new RegistryLayer { CostPerHour = Money.Parse("7") }, BudgetStage.Cause);

        file = "# empty";
        await stage.UntilAsync(() => stage.Registry.Policy.Hash == PolicyFile.HashOf(file));

        (await stage.ReadAsync("registry/ndi")).ShouldBe(
            """{"cost_per_hour_micro_usd":7000000,"set":{"cost_per_hour_micro_usd":7000000}}""");
    });

    [Fact]
    public void Reload_FileThatIsWrong_KeepsTheLastGoodOneAndSaysSoOnce() => RegistryStage.Run(async stage =>
    {
        var file = Ndi;
        await using var keeper = await stage.StartKeeperAsync(new PolicySource("policy.yaml", () => file));
        var good = stage.Registry.Policy;

        file = "rules: 3";
        await stage.UntilAsync(() => keeper.State.Problem is not null);
        await Task.Delay(PolicyLimits.LookEvery * 3, stage.World.Time);

        keeper.State.Problem!.ShouldContain("policy.yaml:1: rules");
        stage.Registry.Policy.ShouldBe(good);
        var told = (await stage.NotesAsync()).Where(note => note.Outcome == "refused").ShouldHaveSingleItem();
        (told.Operation, told.Severity).ShouldBe(("policy.load", NoteSeverity.Medium));

        file = Ndi;
        await stage.UntilAsync(() => keeper.State.Problem is null);
    });

    [Fact]
    public void Reload_FileThatWentAway_LeavesItInForce() => RegistryStage.Run(async stage =>
    {
        string? file = Ndi;
        await using var keeper = await stage.StartKeeperAsync(new PolicySource("policy.yaml", () => file));

        file = null;
        await Task.Delay(PolicyLimits.LookEvery * 3, stage.World.Time);

        stage.Registry.Policy.Hash.ShouldBe(PolicyFile.HashOf(Ndi));
    });

    [Fact]
    public void Load_TwoServers_TheLastOneIsInForceAndTheOtherKnowsIt() => RegistryStage.Run(async stage =>
    {
        await using var first = await stage.StartKeeperAsync(Of(Ndi));
        await using var registry = await stage.StartRegistryAsync();

        await using var second = await stage.StartKeeperAsync(
            Of("capability_registry:\n  sip: {tenant: acme}\n"), registry);
        await stage.UntilAsync(() => !first.State.IsInForce);
        await Task.Delay(PolicyLimits.LookEvery * 3, stage.World.Time);

        (first.State.IsInForce, second.State.IsInForce).ShouldBe((false, true));
        (await stage.ReadAsync("registry/ndi")).ShouldBeNull();
    });

    [Fact]
    public void Load_ManySwarmsThatAnotherServerBeganToLoad_IsFinished() => RegistryStage.Run(async stage =>
    {
        var text = "capability_registry:\n" + string.Concat(
            Enumerable.Range(0, 100).Select(i => $"  s{i}:\n    cost_per_hour: 1\n"));
        await stage.PutAsync("policy/governor", $$"""{"hash":"{{PolicyFile.HashOf(text)}}","loading":true}""");
        await stage.PutAsync(
            "registry/s7", """{"cost_per_hour_micro_usd":1000000,"policy":{"cost_per_hour_micro_usd":1000000}}""");

        await using var keeper = await stage.StartKeeperAsync(Of(text));

        stage.Registry.Policy.Loading.ShouldBeFalse();
        (await stage.Store.ListAsync(new ListQuery("registry/", 1000))).Records.Count.ShouldBe(100);
        (await stage.NotesAsync()).Count(note => note.Operation == "registry.load").ShouldBe(99);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Load_TwoServersAtOnceWithManySwarms_EndsWithOneOfThem_AndNothingOfTheOther(int seed) =>
        RegistryStage.Run(async stage =>
        {
            string[] files = [.. ((string[])["one", "two"]).Select(tenant => "capability_registry:\n" + string.Concat(
                Enumerable.Range(0, 100).Select(i => $"  s{i}:\n    tenant: {tenant}\n")))];
            await using var registry = await stage.StartRegistryAsync();

            var keepers = await Task.WhenAll(
                stage.StartKeeperAsync(Of(files[0])), stage.StartKeeperAsync(Of(files[1]), registry));

            var inForce = (await stage.ReadAsync("policy/governor"))!;
            var winner = inForce.Contains(PolicyFile.HashOf(files[0]), StringComparison.Ordinal) ? "one" : "two";
            inForce.ShouldNotContain("loading");
            var records = (await stage.Store.ListAsync(new ListQuery("registry/", 1000))).Records;
            records.Count.ShouldBe(100);
            foreach (var record in records)
                System.Text.Encoding.UTF8.GetString(record.Value.Span).ShouldContain($"\"tenant\":\"{winner}\"");
            foreach (var keeper in keepers)
                await keeper.DisposeAsync();
        }, seed);

    private static PolicySource Of(string? text) => new("policy.yaml", () => text);
}
