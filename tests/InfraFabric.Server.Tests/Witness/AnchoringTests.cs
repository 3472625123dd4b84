using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Core.Config;
using InfraFabric.Core.Config.Witness;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Server.Tests.Witness;

/// <summary>A server pushes copies of its ledger as it is told to, and says how far they are.</summary>
public sealed class AnchoringTests : IAsyncDisposable
{
    private readonly ServerFixture _server = new();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Anchors_OfTheConfiguration_AreFilledAndTheirStateIsTold()
    {
        Directory.CreateDirectory(_server.Home.Folder);
        var good = Path.Combine(_server.Home.Folder, "copy");
        var bad = Path.Combine(_server.Home.Folder, "file");
        await File.WriteAllTextAsync(bad, "");
        await _server.StartAsync(await _server.OpenStoreAsync(), with: options => options with
        {
            Witness = FabricConfig.Load(_server.Home.Folder).Witness with
            {
                Anchors = new Dictionary<string, WitnessAnchorConfig>
                {
                    ["good"] = new(good, TimeSpan.FromMilliseconds(20)),
                    ["bad"] = new(bad, TimeSpan.FromMilliseconds(20)),
                },
            },
        });
        var size = (await _server.LedgerAsync()).Count;

        var stats = await StatsWhenAsync(
            found => found.Anchors[0].Size >= size && found.Anchors[1].Problem is not null);

        stats.Anchors[0].Problem.ShouldBeNull();
        stats.Anchors[0].Place.ShouldBe(good);
        stats.Anchors[0].AgeMs.ShouldNotBeNull();
        stats.Anchors[1].Problem!.ShouldContain("cannot be written");
        stats.Anchors[1].Size.ShouldBeNull();
        var keys = _server.Server.Witness.Options.NoteKeys.ToList();
        (await new LogAudit(new FolderLog(good), new AuditOptions { Keys = keys }).RunAsync()).Fault.ShouldBeNull();
    }

    private async Task<WitnessStatsBody> StatsWhenAsync(Func<WitnessStatsBody, bool> isSo)
    {
        while (true)
        {
            var text = await _server.Owner.GetStringAsync(
                WitnessCalls.Stats.Path, TestContext.Current.CancellationToken);
            var stats = JsonSerializer.Deserialize(text, ApiJson.Default.WitnessStatsBody)!;
            if (isSo(stats))
                return stats;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
