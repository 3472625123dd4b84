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

    private static TimeSpan Seconds(string ticks) =>
        TimeSpan.FromSeconds(double.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond);
}
