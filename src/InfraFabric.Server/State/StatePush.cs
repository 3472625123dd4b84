using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.State;

/// <summary>
/// Watches as Server-Sent Events: one event per revision, whose id is the revision, so that a reader that lost its
/// connection goes on with <c>Last-Event-ID</c>, with nothing lost and nothing twice.
/// </summary>
internal sealed class StatePush(IStateApi api, TimeProvider time, CancellationToken stopping)
{
    public async Task ServeAsync(HttpContext context)
    {
        var prefix = QueryValues.Optional(context.Request, "prefix") ?? "";
        var after = LastEventId.Of(context.Request) ?? QueryValues.Revision(context.Request, "after");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await using var batches = api.WatchAsync(prefix, after, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = batches.MoveNextAsync().AsTask();
        try
        {
            // A watch that cannot begin is an ordinary error; later ones travel as an event.
            if (next.IsFaulted)
                await next;
            await EventStream.BeginAsync(context.Response, "watching", stop.Token);
            while (await MoreAsync(context.Response, next, stop.Token))
            {
                await WriteAsync(context.Response.Body, batches.Current, stop.Token);
                next = batches.MoveNextAsync().AsTask();
            }
        }
        catch (FabricException error) when (context.Response.HasStarted)
        {
            await WriteAsync(context, error);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The stream ends with the server; its reader resumes at the next one.
            if (context.Response.HasStarted)
                await EventStream.ByeAsync(context, time);
            else
                context.Abort();
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task<bool> MoreAsync(HttpResponse response, Task<bool> next, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(ServerLimits.PushHeartbeat, time, cancellationToken);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                // A comment: it keeps proxies from cutting the connection, and finds out a reader that is gone.
                await EventStream.WriteAsync(response.Body, ": alive\n\n", cancellationToken);
            }
        }
    }

    private static async Task WriteAsync(Stream body, ChangeBatchBody batch, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(batch, ApiJson.Wire.ChangeBatchBody);
        await EventStream.WriteAsync(body, $"id: {batch.Revision}\ndata: {json}\n\n", cancellationToken);
    }

    private static Task WriteAsync(HttpContext context, FabricException error)
    {
        var json = JsonSerializer.Serialize(Problem.From(error, RequestTrace.Of(context)), ApiJson.Wire.Problem);
        var text = $"event: problem\ndata: {json}\n\n";
        return EventStream.WriteAsync(context.Response.Body, text, context.RequestAborted);
    }
}
