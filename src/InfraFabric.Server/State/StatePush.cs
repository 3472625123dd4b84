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
        var stream = new EventStream(context, time);
        var begun = false;
        try
        {
            // A watch that cannot begin is an ordinary error; later ones travel as an event.
            if (next.IsFaulted)
                await next;
            await stream.BeginAsync(stop.Token);
            begun = true;
            while (await stream.MoreAsync(next, stop.Token))
            {
                await stream.WriteAsync(TextOf(batches.Current), stop.Token);
                next = batches.MoveNextAsync().AsTask();
            }
        }
        catch (FabricException error) when (begun)
        {
            await stream.WriteAsync(TextOf(Problem.From(error, RequestTrace.Of(context))), stop.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The stream ends with the server; its reader resumes at the next one.
            await stream.ByeAsync();
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private static string TextOf(ChangeBatchBody batch) =>
        $"id: {batch.Revision}\ndata: {JsonSerializer.Serialize(batch, ApiJson.Wire.ChangeBatchBody)}\n\n";

    private static string TextOf(Problem problem) =>
        $"event: problem\ndata: {JsonSerializer.Serialize(problem, ApiJson.Wire.Problem)}\n\n";
}
