using System.Runtime.InteropServices;

namespace InfraFabric.Load.Peers;

/// <summary>Ends what was started when the measurement itself is told to end.</summary>
internal static class Interruption
{
    private const int Sigterm = 15;

    private static readonly List<(object What, Action Stop)> Running = [];

    // Held so that the handlers stay in place.
    private static readonly PosixSignalRegistration[] Handlers =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, _ => End()))];

    /// <summary>From now on an interruption stops this too.</summary>
    public static void Guard(object what, Action stop)
    {
        GC.KeepAlive(Handlers);
        lock (Running)
            Running.Add((what, stop));
    }

    public static void Release(object what)
    {
        lock (Running)
            Running.RemoveAll(one => ReferenceEquals(one.What, what));
    }

    /// <summary>Asks a process to end, which all of the servers here then do in good order.</summary>
    public static void Terminate(int processId) => _ = Kill(processId, Sigterm);

    // What was started last ends first: a server may wait for its clients.
    private static void End()
    {
        lock (Running)
        {
            foreach (var (_, stop) in Running.AsEnumerable().Reverse())
                stop();
            Running.Clear();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
