using System.Net;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Witness;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Tests.Witness;

public sealed class TileLimitTests
{
    [Fact]
    public async Task Get_OfMoreThanTheLimit_IsTurnedAwayUntilTimeHasPassed()
    {
        var time = new ManualTime();
        await using var server = new ServerFixture();
        await server.StartAsync(await server.OpenStoreAsync(), time);
        await server.LedgerAsync();
        for (var i = 0; i < ServerLimits.TileReadsAtOnce; i++)
            (await server.Tcp.GetAsync(TileCalls.Checkpoint.Path)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var refused = await server.Tcp.GetAsync("/tile/0/000.p/1");
        var owner = await server.Owner.GetAsync("/tile/0/000.p/1");
        time.Advance(TimeSpan.FromMilliseconds(1));
        var later = await server.Tcp.GetAsync(TileCalls.Keys.Path);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await ServerFixture.ProblemOf(refused)).Code.ShouldBe("IF_ERR_OVERLOADED");
        owner.StatusCode.ShouldBe(HttpStatusCode.OK);
        later.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Read_WhileAsManyRunAsMay_IsRefusedUntilOneHasEnded()
    {
        var limit = new TileLimit(TimeProvider.System);
        var hold = new TaskCompletionSource<int>();
        var running = Enumerable.Range(0, ServerLimits.MaxTileReads)
            .Select(_ => limit.ReadAsync(new DefaultHttpContext(), _ => new ValueTask<int>(hold.Task)).AsTask())
            .ToList();

        var refused = await Should.ThrowAsync<FabricException>(
            () => limit.ReadAsync(new DefaultHttpContext(), _ => ValueTask.FromResult(2)).AsTask());
        hold.SetResult(1);
        await Task.WhenAll(running);

        refused.Error.ShouldBe(ErrorTable.Overloaded);
        refused.Retry!.NextDelay.ShouldBe(ServerLimits.TileRetry);
        (await limit.ReadAsync(new DefaultHttpContext(), _ => ValueTask.FromResult(2))).ShouldBe(2);
    }

    [Fact]
    public async Task Read_ThatFails_GivesItsRoomBack()
    {
        var limit = new TileLimit(TimeProvider.System);
        for (var i = 0; i <= ServerLimits.MaxTileReads; i++)
        {
            await Should.ThrowAsync<IOException>(
                () => limit.ReadAsync<int>(new DefaultHttpContext(), _ => throw new IOException()).AsTask());
        }

        (await limit.ReadAsync(new DefaultHttpContext(), _ => ValueTask.FromResult(2))).ShouldBe(2);
    }
}
