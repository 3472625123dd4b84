using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>Answers a request with what comes, one event each, until its reader leaves or the server stops.</summary>
internal static class StreamAnswer
{
    /// <summary>Serves a stream. One that cannot begin is an ordinary error; later ones travel as an event.</summary>
    /// <param name="context">The request.</param>
    /// <param name="open">Begins to follow what comes.</param>
    /// <param name="textOf">The whole text of an event.</param>
    /// <param name="time">The clock of its signs of life.</param>
    /// <param name="stopping">The server stops.</param>
    public static async Task ServeAsync<T>(
        HttpContext context, Func<CancellationToken, IAsyncEnumerable<T>> open, Func<T, string> textOf,
        TimeProvider time, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await using var events = open(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = events.MoveNextAsync().AsTask();
        var stream = new EventStream(context, time);
        var begun = false;
        try
        {
            if (next.IsFaulted)
                await next;
            await stream.BeginAsync(stop.Token);
            begun = true;
            while (await stream.MoreAsync(next, stop.Token))
            {
                await stream.WriteAsync(textOf(events.Current), stop.Token);
                next = events.MoveNextAsync().AsTask();
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

    private static string TextOf(Problem problem) =>
        $"event: problem\ndata: {JsonSerializer.Serialize(problem, ApiJson.Wire.Problem)}\n\n";
}
