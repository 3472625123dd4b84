using System.Globalization;

namespace InfraFabric.Load.Http;

/// <summary>How much memory a process holds.</summary>
internal static class ProcessMemory
{
    // Long enough for what opening the connections left behind to be collected.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>Bytes that a process grows by while connections idle.</summary>
    public static async Task<long> GrowthAsync(int processId, Func<Task<IdleConnections>> open)
    {
        await Task.Delay(Settling);
        var before = Resident(processId);
        using var connections = await open();
        await Task.Delay(Settling);
        return Resident(processId) - before;
    }

    private static long Resident(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
