using System.Net;
using InfraFabric.Api;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests;

public sealed class BrokenBackendTests
{
    [Fact]
    public async Task Ready_WhileTheBackendIsGone_SaysSo()
    {
        await using var fixture = await StartAsync(() => throw StateErrors.Closed());

        var response = await fixture.Tcp.GetAsync(ApiRoutes.Ready);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var problem = await ServerFixture.ProblemOf(response);
        problem.Code.ShouldBe("IF_ERR_STATE_UNAVAILABLE");
        problem.Retryable.ShouldBeTrue();
    }

    [Fact]
    public async Task Ready_WhileTheBackendHangs_IsAnsweredInTime()
    {
        await using var fixture = await StartAsync(() => new TaskCompletionSource().Task);

        var response = await fixture.Tcp.GetAsync(ApiRoutes.Ready).WaitAsync(ServerLimits.ReadyTimeout * 5);

        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_STATE_UNAVAILABLE");
    }

    [Fact]
    public async Task Health_WhileTheBackendIsGone_IsWell()
    {
        await using var fixture = await StartAsync(() => throw StateErrors.Closed());

        (await fixture.Tcp.GetAsync(ApiRoutes.Health)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_ThatMeetsADefect_TellsNothingOfItsInside()
    {
        await using var fixture = await StartAsync(() => Task.CompletedTask);

        var response = await fixture.Owner.GetAsync(ApiRoutes.StateRecord + "?key=a");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var problem = await ServerFixture.ProblemOf(response);
        problem.Code.ShouldBe("IF_ERR_INTERNAL");
        problem.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Backup_ThatFailsHalfWay_IsAnErrorToItsReader()
    {
        await using var fixture = await StartAsync(() => throw StateErrors.Closed(), sound: 201);
        using var caller = fixture.NewCaller();
        using var copy = new MemoryStream();

        var error = await Should.ThrowAsync<FabricException>(
            () => new HttpStateApi(caller, TimeProvider.System).WriteBackupAsync(copy));

        error.Error.ShouldBe(ErrorTable.ServerUnreachable);
        copy.Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Watch_ThatCannotGoOn_TellsWhyAfterWhatItHas()
    {
        await using var fixture = await StartAsync(() => throw StateErrors.Compacted(2, 9), sound: 3);
        using var caller = fixture.NewCaller();
        await using var batches = new HttpStateApi(caller, TimeProvider.System).WatchAsync("", 1).GetAsyncEnumerator();

        await batches.MoveNextAsync();
        var revision = batches.Current.Revision;
        var error = await Should.ThrowAsync<FabricException>(async () => await batches.MoveNextAsync());

        revision.ShouldBe(2);
        error.Error.ShouldBe(ErrorTable.StateCompacted);
    }

    private static async Task<ServerFixture> StartAsync(Func<Task> fate, int sound = 1)
    {
        var fixture = new ServerFixture();
        // The start itself asks the backend once.
        await fixture.StartAsync(new BrokenStore(fate) { Sound = sound });
        return fixture;
    }
}
