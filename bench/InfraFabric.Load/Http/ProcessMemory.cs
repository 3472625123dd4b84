using System.Globalization;

namespace InfraFabric.Load.Http;

/// <summary>How much memory a process holds.</summary>
internal static class ProcessMemory
{
    // Long enough for what the work before left behind to be collected.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>Bytes that a process grows by while connections idle.</summary>
    public static async Task<long> GrowthAsync(int processId, Func<Task<IdleConnections>> open)
    {
        var before = await SettledAsync(processId);
        using var connections = await open();
        return await SettledAsync(processId) - before;
    }

    /// <summary>Bytes that a process holds once what was done last has settled.</summary>
    public static async Task<long> SettledAsync(int processId)
    {
        await Task.Delay(Settling);
        return Resident(processId);
    }

    private static long Resident(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
