using System.Globalization;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>Where a reader of Server-Sent Events goes on: the id of the last event that it got.</summary>
internal static class LastEventId
{
    /// <summary>The revision after which to go on; null for a reader that begins.</summary>
    public static long? Of(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw new FabricException(ErrorTable.Usage, "The header Last-Event-ID is not a revision.",
                "A stream goes on after the id of the last event.", "Send that id, or none.");
    }
}
