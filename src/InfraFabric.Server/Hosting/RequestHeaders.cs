using InfraFabric.Api;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace InfraFabric.Server.Hosting;

/// <summary>Reads the headers with which callers of writes say more than the body does.</summary>
internal static class RequestHeaders
{
    /// <summary>The reason for a change, if the caller gave one.</summary>
    public static string? Why(this HttpContext context) =>
        Text(context.Request.Headers[ApiRoutes.WhyHeader], ApiRoutes.WhyHeader, ServerLimits.MaxWhyLength);

    /// <summary>The key under which a write has its effect once, if the caller gave one.</summary>
    public static string? IdempotencyKey(this HttpContext context) => Text(
        context.Request.Headers[ApiRoutes.IdempotencyHeader], ApiRoutes.IdempotencyHeader,
        ServerLimits.MaxIdempotencyKeyLength);

    /// <summary>The revision of the record that the caller has read, from <c>If-Match: "42"</c>.</summary>
    public static long? IfMatch(this HttpContext context)
    {
        var text = Text(context.Request.Headers.IfMatch, "If-Match", 32);
        return text is null ? null : ETags.Revision(text) ?? throw new FabricException(ErrorTable.Usage,
            "The header If-Match is not one ETag.", "It names the version that was read, as an answer's ETag has it.",
            "Send the ETag of that answer, with its quotes.");
    }

    private static string? Text(StringValues values, string header, int maxLength)
    {
        var text = values.Count == 0 ? "" : values.ToString();
        if (values.Count > 1 || text.Length > maxLength || text.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            throw new FabricException(ErrorTable.Usage, $"The header {header} cannot be used.",
                $"It is there once, as one line of at most {maxLength} characters.", "Correct the header.");
        }

        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
