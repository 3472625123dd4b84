using InfraFabric.Api;
using InfraFabric.Core.Ids;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace InfraFabric.Server.Hosting;

/// <summary>
/// The trace token under which a caller makes a request: repeated in the answer, and named in problems and notes.
/// </summary>
internal static class RequestTrace
{
    /// <summary>The caller's token; null if there is none, or what was sent is not one.</summary>
    public static string? Of(HttpContext context) => Sent(context) is { } trace ? trace.ToString() : null;

    /// <summary>The caller's token, or one of our own, which the answer then names.</summary>
    public static TraceToken Trace(this HttpContext context)
    {
        if (Sent(context) is { } sent)
            return sent;
        if (TraceToken.TryParse(context.Response.Headers[ApiRoutes.TraceHeader], out var made))
            return made;
        made = TraceToken.New(context.RequestServices.GetRequiredService<IdSource>());
        if (!context.Response.HasStarted)
            context.Response.Headers[ApiRoutes.TraceHeader] = made.ToString();
        return made;
    }

    public static Task RepeatAsync(HttpContext context, RequestDelegate next)
    {
        if (Of(context) is { } trace)
            context.Response.Headers[ApiRoutes.TraceHeader] = trace;
        return next(context);
    }

    private static TraceToken? Sent(HttpContext context) =>
        Guid.TryParseExact(context.Request.Headers[ApiRoutes.TraceHeader], "D", out var trace)
            ? TraceToken.From(trace) : null;
}
