using System.Globalization;

namespace InfraFabric.Cli.Rendering;

/// <summary>Moments, for people: in UTC, to the second.</summary>
internal static class TimeText
{
    public static string Of(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A length of time in the unit in which it reads best.</summary>
    public static string OfLength(long milliseconds) => milliseconds switch
    {
        < 1000 => $"{milliseconds} ms",
        < 120_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0} s"),
        < 7_200_000 => $"{milliseconds / 60_000} min",
        < 172_800_000 => $"{milliseconds / 3_600_000} h",
        _ => $"{milliseconds / 86_400_000} d",
    };

    /// <summary>Milliseconds, or that none were measured.</summary>
    public static string OfMilliseconds(double? milliseconds) =>
        milliseconds is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:0.00} ms") : "none yet";
}
