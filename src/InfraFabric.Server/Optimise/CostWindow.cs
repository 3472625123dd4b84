using System.Globalization;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Optimise;

/// <summary>The time that a request asks for: the last seven days, if it says nothing.</summary>
internal static class CostWindow
{
    private static readonly TimeSpan Length = TimeSpan.FromDays(7);

    public static (DateTimeOffset From, DateTimeOffset To) Of(HttpRequest request, TimeProvider time)
    {
        // What is spent at this very moment is in it.
        var to = MomentOf(request, "to") ?? time.GetUtcNow().AddTicks(1);
        return (MomentOf(request, "from") ?? to - Length, to);
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
