using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>Writes Server-Sent Events.</summary>
internal static class EventStream
{
    /// <summary>Begins the stream with a comment, so that its reader knows that it is connected.</summary>
    public static Task BeginAsync(HttpResponse response, string comment, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        return WriteAsync(response.Body, $": {comment}\n\n", cancellationToken);
    }

    public static async Task WriteAsync(Stream body, string text, CancellationToken cancellationToken)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await body.FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Tells the reader that this server stops and when to come back, here or at another one. A reader that does not
    /// take it in time is cut off.
    /// </summary>
    public static async Task ByeAsync(HttpContext context, TimeProvider time)
    {
        var retry = (int)ServerLimits.ByeRetry.TotalMilliseconds;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"event: bye\nretry: {retry}\ndata: {{\"reason\":\"stopping\",\"retry_ms\":{retry}}}\n\n");
        try
        {
            await WriteAsync(context.Response.Body, text, context.RequestAborted)
                .WaitAsync(ServerLimits.ByeTimeout, time);
        }
        catch (Exception notTaken) when (notTaken is TimeoutException or OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }
}
