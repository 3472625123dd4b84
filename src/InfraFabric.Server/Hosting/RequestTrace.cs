using InfraFabric.Api;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>
/// The trace token under which a caller makes a request: repeated in the answer, and named in problems.
/// </summary>
internal static class RequestTrace
{
    /// <summary>The caller's token; null if there is none, or what was sent is not one.</summary>
    public static string? Of(HttpContext context) =>
        Guid.TryParseExact(context.Request.Headers[ApiRoutes.TraceHeader], "D", out var trace)
            ? trace.ToString("D") : null;

    public static Task RepeatAsync(HttpContext context, RequestDelegate next)
    {
        if (Of(context) is { } trace)
            context.Response.Headers[ApiRoutes.TraceHeader] = trace;
        return next(context);
    }
}
