using System.Globalization;

namespace InfraFabric.Cli.Rendering;

/// <summary>Moments, for people: in UTC, to the second.</summary>
internal static class TimeText
{
    public static string Of(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds, or that none were measured.</summary>
    public static string OfMilliseconds(double? milliseconds) =>
        milliseconds is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:0.00} ms") : "none yet";
}
