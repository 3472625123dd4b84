using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>
/// A stream of Server-Sent Events to one reader: how each begins, says that it lives, and ends. What is written waits
/// until it is flushed; however fast events come, at most one of them waits beyond
/// <see cref="ServerLimits.MaxUnflushedBytes"/>.
/// </summary>
internal sealed class EventStream(HttpContext context, TimeProvider time)
{
    private static readonly int RetryMs = (int)ServerLimits.StreamRetry.TotalMilliseconds;

    private static readonly byte[] Opening =
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $": connected\nretry: {RetryMs}\n\n"));

    private static readonly byte[] Alive = ": alive\n\n"u8.ToArray();

    private readonly PipeWriter _body = context.Response.BodyWriter;
    private Task _flushing = Task.CompletedTask;
    private bool _hasBegun;

    /// <summary>Where events are written. Whole ones only: after each, much may be flushed.</summary>
    public IBufferWriter<byte> Body => _body;

    /// <summary>Begins the stream with a comment, so that its reader knows that it is connected.</summary>
    public Task BeginAsync(CancellationToken stop)
    {
        _hasBegun = true;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        _body.Write(Opening);
        return FlushAsync(stop);
    }

    public Task WriteAsync(string text, CancellationToken stop)
    {
        Encoding.UTF8.GetBytes(text, _body);
        return FlushAsync(stop);
    }

    /// <summary>Sends what waits, and waits until the reader has made room for more.</summary>
    public Task FlushAsync(CancellationToken stop)
    {
        // A flush that is called off cuts the connection, and then its reader could not be told why: one that must
        // stop only stops waiting for it.
        var flush = _body.FlushAsync(context.RequestAborted);
        if (flush.IsCompletedSuccessfully)
            return Task.CompletedTask;
        _flushing = flush.AsTask();
        return _flushing.WaitAsync(stop);
    }

    /// <summary>Sends what waits if it is much.</summary>
    public Task FlushIfMuchAsync(CancellationToken stop) =>
        _body.UnflushedBytes > ServerLimits.MaxUnflushedBytes ? FlushAsync(stop) : Task.CompletedTask;

    /// <summary>Waits for what comes next, and tells the reader meanwhile that the stream lives.</summary>
    public async Task<bool> MoreAsync(Task<bool> next, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(ServerLimits.PushHeartbeat, time, stop);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                // A comment: it keeps proxies from cutting the connection, and finds out a reader that is gone.
                _body.Write(Alive);
                await FlushAsync(stop);
            }
        }
    }

    /// <summary>
    /// Tells the reader that this server stops, and when to come back: here, or at another one. One to whom nothing
    /// has been said yet is cut off instead.
    /// </summary>
    public Task ByeAsync() => ByeAsync(string.Create(CultureInfo.InvariantCulture,
        $"event: bye\nretry: {RetryMs}\ndata: {{\"reason\":\"stopping\",\"retry_ms\":{RetryMs}}}\n\n"));

    /// <summary>Tells the reader why there is no use in coming back.</summary>
    public Task ByeForGoodAsync(string reason) => ByeAsync($"event: bye\ndata: {{\"reason\":\"{reason}\"}}\n\n");

    /// <summary>A reader that does not take it in time is cut off.</summary>
    private async Task ByeAsync(string text)
    {
        if (!_hasBegun)
        {
            context.Abort();
            return;
        }

        var said = SayAsync(text);
        try
        {
            await said.WaitAsync(ServerLimits.ByeTimeout, time);
        }
        catch (Exception notTaken) when (notTaken is TimeoutException or OperationCanceledException or IOException)
        {
            context.Abort();
            // Nothing may be written any more once the request is over.
            await said.ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task SayAsync(string text)
    {
        await _flushing;
        await WriteAsync(text, context.RequestAborted);
    }
}
