using System.Runtime.InteropServices;

namespace InfraFabric.Load.Http;

/// <summary>Waits for any of some connections to have something to read.</summary>
internal sealed class ReadyPoll(IEnumerable<int> descriptors)
{
    private const short Readable = 1;

    private readonly Entry[] _entries =
        [.. descriptors.Select(descriptor => new Entry { Descriptor = descriptor, Asked = Readable })];

    /// <summary>False when nothing came within a time.</summary>
    public bool Wait(TimeSpan atMost)
    {
        var time = new Time { Seconds = (long)atMost.TotalSeconds, Nanoseconds = atMost.Ticks % 10_000_000 * 100 };
        return Poll(_entries, (nuint)_entries.Length, in time, signals: 0) > 0;
    }

    /// <summary>Whether the connection at this place had something, or has failed, when the last wait ended.</summary>
    public bool IsReady(int place) => _entries[place].Seen != 0;

    /// <summary>The connection at this place is of no more interest.</summary>
    public void Leave(int place) => _entries[place] = new Entry { Descriptor = -1 };

    // Unlike poll it does not round what it waits to milliseconds.
    [DllImport("libc", EntryPoint = "ppoll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll([In, Out] Entry[] entries, nuint count, in Time atMost, nint signals);

    // The layout of the C library's timespec on machines of 64 bits.
    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

    // The layout of the C library's pollfd.
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Descriptor;
        public short Asked;
        public short Seen;
    }
}
