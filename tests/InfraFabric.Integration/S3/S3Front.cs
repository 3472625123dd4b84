using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Integration.S3;

/// <summary>
/// What stands before the store: it keeps the conditions on writes, which that store does not know, and can break down
/// in the middle of a push.
/// </summary>
internal sealed class S3Front : IAsyncDisposable
{
    private readonly S3Server _store;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());
    private readonly WebApplication _app;
    private int _writesLeft = int.MaxValue;

    private S3Front(S3Server store)
    {
        _store = store;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url => _app.Urls.First();

    /// <summary>Called before a checkpoint is written, as if by another who pushes at the same time.</summary>
    public Action? BeforeCheckpoint { get; set; }

    public static async Task<S3Front> StartAsync(S3Server store)
    {
        var front = new S3Front(store);
        await front._app.StartAsync();
        return front;
    }

    /// <summary>Lets so many objects be written, and drops the connection of whoever writes one more.</summary>
    public void BreakAfter(int writes) => Volatile.Write(ref _writesLeft, writes);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsPut(request.Method))
        {
            if (Interlocked.Decrement(ref _writesLeft) < 0)
            {
                context.Abort();
                return;
            }

            if (request.Path.Value!.EndsWith("/checkpoint", StringComparison.Ordinal))
                BeforeCheckpoint?.Invoke();
            if (!Holds(request))
            {
                context.Response.StatusCode = StatusCodes.Status412PreconditionFailed;
                return;
            }
        }

        await ForwardAsync(context);
    }

    private bool Holds(HttpRequest request)
    {
        var file = _store.FileOf(request.Path.Value!);
        if (request.Headers.IfNoneMatch == "*")
            return !File.Exists(file);
        return request.Headers.IfMatch.Count == 0
            || (File.Exists(file) && request.Headers.IfMatch == $"\"{S3Server.TagOf(File.ReadAllBytes(file))}\"");
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var from = context.Request;
        var target = new Uri($"http://127.0.0.1:{_store.Port}{from.Path.ToUriComponent()}{from.QueryString}");
        using var request = new HttpRequestMessage(new HttpMethod(from.Method), target);
        if (from.ContentLength is > 0)
            request.Content = new StreamContent(from.Body);
        foreach (var (name, values) in from.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, [.. values]))
                request.Content?.Headers.TryAddWithoutValidation(name, [.. values]);
        }

        using var answer = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection"))
                context.Response.Headers[name] = values.ToArray();
        }

        if (!HttpMethods.IsHead(from.Method))
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
