using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using InfraFabric.Load.Peers;
using InfraFabric.Load.Startup;

namespace InfraFabric.Load;

/// <summary>The page of results: what, how fast, beside whom, on which machine and when.</summary>
internal static class Report
{
    /// <summary>Writes the page; where it is there already, adds to it what was measured now.</summary>
    public static async Task WriteAsync(
        string path, IReadOnlyList<Row> rows, IEnumerable<string> arguments, string loadBefore)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var asked = string.Join(' ', arguments);
        var heading = File.Exists(path)
            ? $"\n## Measured again: {(asked.Length > 0 ? asked : "everything")}\n\n"
            : "# Measured\n\n";
        await File.AppendAllTextAsync(path, heading + await FactsAsync(asked, loadBefore) + TableOf(rows));
    }

    /// <summary>
    /// How many programs have wanted a processor in the last minute: figures of a machine that does something else
    /// besides say little.
    /// </summary>
    public static string LoadNow()
    {
        const string Info = "/proc/loadavg";
        return File.Exists(Info) ? File.ReadAllText(Info).Split(' ')[0] : "unknown";
    }

    private static async Task<string> FactsAsync(string asked, string loadBefore)
    {
        var command = "dotnet run -c Release --project bench/InfraFabric.Load";
        var facts = new StringBuilder();
        facts.AppendLine(CultureInfo.InvariantCulture, $"- date: {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC");
        facts.AppendLine(CultureInfo.InvariantCulture,
            $"- machine: {Processor()}, {Environment.ProcessorCount} cores, {MemoryGigabytes()} GiB,"
            + $" load before {loadBefore}");
        facts.AppendLine(CultureInfo.InvariantCulture,
            $"- system: {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        facts.AppendLine(CultureInfo.InvariantCulture, $"- program: {await ProgramAsync()}");
        facts.AppendLine(CultureInfo.InvariantCulture,
            $"- made by: `{command}{(asked.Length > 0 ? $" -- {asked}" : "")}`");
        facts.AppendLine("- a number with two more in brackets is the median of three rounds, between their extremes");
        return facts.AppendLine().ToString();
    }

    private static string TableOf(IReadOnlyList<Row> rows)
    {
        var table = new StringBuilder();
        table.AppendLine("| figure | ours | peer, in the same run | goal | reached |");
        table.AppendLine("|---|---|---|---|---|");
        foreach (var row in rows)
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {row.Figure} | {row.Ours} | {row.Peer} | {row.Goal} | {(row.Reached ? "yes" : "**no**")} |");
        }

        return table.ToString();
    }

    // Which sources it was built from, which need not be those that are checked out.
    private static async Task<string> ProgramAsync() =>
        (await ServerProcess.RunAsync(BuiltPrograms.Ifctl, "version")).Split('\n')[0].Trim();

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static long MemoryGigabytes() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
}
