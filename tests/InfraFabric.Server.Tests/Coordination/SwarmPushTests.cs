using InfraFabric.Coordinator;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Coordination;
using InfraFabric.Server.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Server.Tests.Coordination;

/// <summary>What a stream holds in memory for its reader.</summary>
public sealed class SwarmPushTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int Updates = 100;

    // A title is told with every change of its task.
    private const int EventBytes = 2000;

    [Fact]
    public async Task Stream_UnderConstantUpdates_IsFlushedBeforeMuchWaits()
    {
        var time = TimeProvider.System;
        await using var coordinator = await FabricCoordinator.StartAsync(
            server.Store, time, new IdSource(time), new Random(1), new CoordinatorOptions { Member = "push" },
            NullLogger.Instance);
        using var body = new HeldBody();
        using var end = new CancellationTokenSource();
        var context = new DefaultHttpContext { RequestAborted = end.Token };
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        var serving = new SwarmPush(coordinator, time, CancellationToken.None).ServeTasksAsync(context);
        await body.Held;

        var title = new string('x', EventBytes);
        for (var i = 0; i < Updates; i++)
            await server.Owner.AddTaskAsync($$"""{"type":"told","title":"{{title}}","requires":["push:nobody"]}""");
        var last = (await server.Store.GetStatsAsync()).Revision;
        while (coordinator.Revision < last)
            await Task.Yield();
        body.Take();
        while (body.Total < Updates * EventBytes)
            await Task.Yield();
        await end.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => serving);
        body.MostAtOnce.ShouldBeLessThan(ServerLimits.MaxUnflushedBytes + (2 * EventBytes));
    }
}
