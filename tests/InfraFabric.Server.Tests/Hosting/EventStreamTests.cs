using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InfraFabric.Server.Tests.Hosting;

/// <summary>How a stream ends whose reader does not read.</summary>
public sealed class EventStreamTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly HeldBody _body = new();
    private readonly EndedRequest _request = new();

    public void Dispose()
    {
        _body.Dispose();
        _request.Dispose();
    }

    [Fact]
    public async Task Bye_NotTakenInTime_CutsTheReaderOff()
    {
        var stream = Stream();
        var begin = stream.BeginAsync(new CancellationToken(canceled: true));

        var bye = stream.ByeAsync();
        bye.IsCompleted.ShouldBeFalse();
        _time.Advance(ServerLimits.ByeTimeout);

        await bye;
        await Should.ThrowAsync<OperationCanceledException>(() => begin);
        _request.IsAborted.ShouldBeTrue();
    }

    [Fact]
    public async Task Bye_WhileAFlushIsUnderWay_FollowsIt()
    {
        var stream = Stream();
        using var stop = new CancellationTokenSource();
        var begin = stream.BeginAsync(stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => begin);

        var bye = stream.ByeForGoodAsync("replaced");
        _body.Take();
        await bye;

        _request.IsAborted.ShouldBeFalse();
        _body.Total.ShouldBe(": connected\nretry: 200\n\nevent: bye\ndata: {\"reason\":\"replaced\"}\n\n".Length);
    }

    [Fact]
    public async Task Bye_BeforeTheBeginning_CutsTheReaderOff()
    {
        await Stream().ByeAsync();

        _request.IsAborted.ShouldBeTrue();
        _body.Total.ShouldBe(0);
    }

    private EventStream Stream()
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_body));
        context.Features.Set<IHttpRequestLifetimeFeature>(_request);
        return new EventStream(context, _time);
    }

    private sealed class EndedRequest : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();

        public EndedRequest() => RequestAborted = _aborted.Token;

        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted => _aborted.IsCancellationRequested;

        public void Abort() => _aborted.Cancel();

        public void Dispose() => _aborted.Dispose();
    }
}
