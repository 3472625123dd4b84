using InfraFabric.Coordinator;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Hosting;

/// <summary>
/// Turns whatever a request ends with into a problem; a defect is logged whole and told without its details.
/// </summary>
internal sealed partial class ErrorBoundary(ILogger<ErrorBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            RequireBodyWithinLimit(context.Request);
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false })
                await ProblemWriter.WriteAsync(
                    context, WrongMethod(context.Request), StatusCodes.Status405MethodNotAllowed);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogCallerLeft(logger, context.Request.Path);
        }
        catch (Exception error)
        {
            await ReportAsync(context, error);
        }
    }

    private async Task ReportAsync(HttpContext context, Exception error)
    {
        var known = error switch
        {
            FabricException fabric => fabric,
            BadHttpRequestException bad => Malformed(bad),
            _ => null,
        };
        if (known is null)
            LogDefect(logger, context.Request.Path, error);
        if (context.Response.HasStarted)
        {
            // Half an answer has left. Cutting the connection is the only way to say that the rest is missing.
            LogCutOff(logger, context.Request.Path, (known ?? error).Message);
            context.Abort();
            return;
        }

        context.Response.Clear();
        await ProblemWriter.WriteAsync(context, known ?? Defect());
    }

    private static void RequireBodyWithinLimit(HttpRequest request)
    {
        var most = request.Path.Equals(Api.Calls.TaskCalls.PutBlob.Path, StringComparison.Ordinal)
            ? CoordinatorLimits.MaxBlobBytes
            : ServerLimits.MaxBodyBytes;
        if (request.ContentLength > most)
            throw BodyTooLarge();
    }

    private static FabricException Malformed(BadHttpRequestException bad) =>
        bad.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? BodyTooLarge()
            : new FabricException(ErrorTable.Usage, "The request is malformed.", bad.Message, "Correct the request.");

    private static FabricException BodyTooLarge() => new(ErrorTable.LimitExceeded,
        "The request is too large.", $"A body has at most {ServerLimits.MaxBodyBytes} bytes.", "Send less at a time.");

    private static FabricException WrongMethod(HttpRequest request) => new(ErrorTable.Usage,
        $"{request.Method} is not a call that can be made there.", "That path answers other methods only.",
        "See the Allow header of this answer.");

    private static FabricException Defect() => new(ErrorTable.Internal,
        "The server failed at this request.", "This is a defect in InfraFabric; the server's log has its details.",
        "Please report it with the lines of the log.");
}
