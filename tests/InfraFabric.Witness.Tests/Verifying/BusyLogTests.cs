using System.Net;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Tests.Verifying;

/// <summary>Servers that say when to come back.</summary>
public sealed class BusyLogTests
{
    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Read_OfAServerThatIsBusy_ComesBackWhenItSays(HttpStatusCode status)
    {
        using var server = new BusyServer(status, refusals: 3, TimeSpan.Zero);
        var log = LogOf(server);

        (await log.ReadCheckpointAsync()).ToArray().ShouldBe("a note"u8.ToArray());

        server.Asked.ShouldBe(4);
    }

    [Fact]
    public async Task Read_OfAServerThatStaysBusy_GivesUp()
    {
        using var server = new BusyServer(HttpStatusCode.TooManyRequests, refusals: 1000, TimeSpan.Zero);

        var error = await Should.ThrowAsync<FabricException>(() => LogOf(server).ReadCheckpointAsync().AsTask());

        error.Error.ShouldBe(ErrorTable.ServerUnreachable);
        server.Asked.ShouldBe(10);
    }

    [Fact]
    public async Task Read_OfAServerThatAsksForALongWait_IsAnErrorAtOnce()
    {
        using var server = new BusyServer(HttpStatusCode.TooManyRequests, refusals: 1, TimeSpan.FromHours(1));

        await Should.ThrowAsync<FabricException>(() => LogOf(server).ReadCheckpointAsync().AsTask());

        server.Asked.ShouldBe(1);
    }

    private static HttpLog LogOf(BusyServer server) =>
        new(new HttpMessageInvoker(server, disposeHandler: false), new Uri("http://log.example/"));

    private sealed class BusyServer(HttpStatusCode status, int refusals, TimeSpan wait) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isBusy = Asked++ < refusals;
            var response = new HttpResponseMessage(isBusy ? status : HttpStatusCode.OK)
            {
                Content = new StringContent("a note"),
            };
            response.Headers.RetryAfter = isBusy ? new(wait) : null;
            return Task.FromResult(response);
        }
    }
}
