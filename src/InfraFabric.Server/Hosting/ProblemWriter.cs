using InfraFabric.Api;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Witness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace InfraFabric.Server.Hosting;

/// <summary>Answers a request with <c>application/problem+json</c>.</summary>
internal static class ProblemWriter
{
    public static async Task WriteAsync(HttpContext context, FabricException error, int? status = null)
    {
        if (context.RequestServices.GetService<RefusalNotes>() is { } refusals)
            await refusals.NoteAsync(context, error);
        var problem = Problem.From(error, RequestTrace.Of(context));
        if (status is not null)
            problem = problem with { Status = status.Value };
        context.Response.StatusCode = problem.Status;
        context.Response.Headers.CacheControl = "no-store";
        if (problem.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"infrafabric\"";
        if (problem.Retry?.NextDelay is { } delay)
            context.Response.Headers.RetryAfter = $"{Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds))}";
        await context.Response.WriteAsJsonAsync(problem, ApiJson.Wire.Problem, Problem.MediaType);
    }
}
