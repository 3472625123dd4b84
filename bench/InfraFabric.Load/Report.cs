using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace InfraFabric.Load;

/// <summary>The page of results: what, how fast, beside whom, on which machine and when.</summary>
internal static class Report
{
    public static string Of(IReadOnlyList<Row> rows)
    {
        var page = new StringBuilder();
        page.AppendLine("# Measured").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"- date: {DateTime.UtcNow:yyyy-MM-dd}");
        page.AppendLine(CultureInfo.InvariantCulture,
            $"- machine: {Processor()}, {Environment.ProcessorCount} cores, {MemoryGigabytes()} GiB");
        page.AppendLine(CultureInfo.InvariantCulture,
            $"- system: {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        page.AppendLine("- made by: `dotnet run -c Release --project bench/InfraFabric.Load`").AppendLine();
        page.AppendLine("| figure | ours | peer, in the same run | goal | reached |");
        page.AppendLine("|---|---|---|---|---|");
        foreach (var row in rows)
        {
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {row.Figure} | {row.Ours} | {row.Peer} | {row.Goal} | {(row.Reached ? "yes" : "**no**")} |");
        }

        return page.ToString();
    }

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
