using System.Globalization;

namespace InfraFabric.Load.Http;

/// <summary>
/// The processor time that a process has used, which other programs on the machine do not change much, unlike the time
/// on the clock.
/// </summary>
internal static class ProcessTime
{
    private const int TicksPerSecond = 100;

    public static (TimeSpan User, TimeSpan System) Of(int processId)
    {
        // The name of the program, in brackets, may hold spaces; the fields are counted after it.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Seconds(fields[11]), Seconds(fields[12]));
    }

    /// <summary>
    /// Waits until a process takes less than a twentieth of a processor, so that what it still does after one
    /// measurement does not slow down the next; not without end, for it may have something to do all the time.
    /// </summary>
    public static async Task UntilIdleAsync(int processId)
    {
        for (var second = 0; second < 20; second++)
        {
            var before = Of(processId);
            await Task.Delay(TimeSpan.FromSeconds(1));
            var (user, system) = Of(processId);
            if (user + system - before.User - before.System < TimeSpan.FromMilliseconds(50))
                return;
        }
    }

    private static TimeSpan Seconds(string ticks) =>
        TimeSpan.FromSeconds(double.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond);
}
