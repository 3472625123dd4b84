using System.Globalization;

namespace InfraFabric.Core.Config;

/// <summary>Lengths of time as people write them: a whole number and its unit.</summary>
public static class DurationText
{
    // From the longest to the shortest, so that printing finds the shortest text.
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Reads <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c> or <c>7d</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        var number = text[..Math.Max(digits, 0)];
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;

        foreach (var (unit, ticks) in Units)
        {
            if (!text[digits..].SequenceEqual(unit) || count > long.MaxValue / ticks)
                continue;
            duration = TimeSpan.FromTicks(count * ticks);
            return true;
        }

        return false;
    }

    /// <summary>
    /// The shortest text that reads back as this length, which must be a whole number of milliseconds.
    /// </summary>
    public static string Print(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero || duration.Ticks % TimeSpan.TicksPerMillisecond != 0)
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "Not a whole number of milliseconds.");
        if (duration == TimeSpan.Zero)
            return "0s";

        var (unit, ticks) = Array.Find(Units, u => duration.Ticks % u.Ticks == 0);
        return $"{duration.Ticks / ticks}{unit}";
    }
}
