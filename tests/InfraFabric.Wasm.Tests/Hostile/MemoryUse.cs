using System.Globalization;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>What this process holds: objects, memory, addresses, each in bytes.</summary>
internal sealed record MemoryUse(long Managed, long Resident, long Reserved)
{
    public static MemoryUse Now()
    {
        // Unloading code takes several rounds: first what uses it, then its loader, then its memory.
        for (var round = 0; round < 4; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return new MemoryUse(GC.GetTotalMemory(forceFullCollection: true), OfSystem("VmRSS:"), OfSystem("VmSize:"));
    }

    private static long OfSystem(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(words[1], CultureInfo.InvariantCulture) << 10;
    }
}
