using System.Globalization;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Optimise;

/// <summary>The time that a request asks for.</summary>
internal static class CostWindow
{
    public static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>Reads it from the query: up to now, and of this length, where that says nothing.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Of(HttpRequest request, TimeProvider time, TimeSpan length)
    {
        // What is spent at this very moment is in it.
        var to = MomentOf(request, "to") ?? time.GetUtcNow().AddTicks(1);
        return (MomentOf(request, "from") ?? to - length, to);
    }

    private static DateTimeOffset? MomentOf(HttpRequest request, string name)
    {
        if (QueryValues.Optional(request, name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime()
            : throw new FabricException(ErrorTable.Usage, $"The query parameter '{name}' is no moment.",
                "The call cannot be understood without guessing.", "Write it like 2026-01-31T09:00:00Z.");
    }
}
