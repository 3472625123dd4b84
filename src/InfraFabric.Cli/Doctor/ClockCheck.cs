using System.Runtime.InteropServices;

namespace InfraFabric.Cli.Doctor;

/// <summary>
/// Whether the wall clock can be trusted: it shows a year that can be, runs as fast as the monotonic clock while the
/// doctor works, and something keeps it right.
/// </summary>
internal sealed partial class ClockCheck(TimeProvider time)
{
    private const int FirstYear = 2025;
    private const int LastYear = 2100;

    // adjtimex(2) answers this when nothing keeps the clock synchronised.
    private const int TimeError = 5;

    private static readonly TimeSpan WatchedAtLeast = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan JumpTolerated = TimeSpan.FromMilliseconds(20);

    private readonly long _monotonicStart = time.GetTimestamp();
    private readonly DateTimeOffset _wallStart = time.GetUtcNow();

    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        var passed = time.GetElapsedTime(_monotonicStart);
        if (passed < WatchedAtLeast)
            await Task.Delay(WatchedAtLeast - passed, time, cancellationToken);
        return [Wall(), Drift(), Synchronised()];
    }

    private Finding Wall()
    {
        var found = $"{_wallStart:yyyy-MM-dd HH:mm:ss} UTC";
        return _wallStart.Year is >= FirstYear and < LastYear
            ? Finding.Ok("clock", found)
            : Finding.Broken("clock", $"{found} cannot be right", "Set the clock: timedatectl set-time, or date -s.");
    }

    private Finding Drift()
    {
        var jump = time.GetUtcNow() - _wallStart - time.GetElapsedTime(_monotonicStart);
        return jump.Duration() <= JumpTolerated
            ? Finding.Ok("clock steps", "the wall clock runs as the monotonic one")
            : Finding.Warning("clock steps", $"the wall clock jumped by {jump.TotalMilliseconds:0} ms while watched",
                "Let it be slewed, not stepped: chrony does.");
    }

    private static Finding Synchronised()
    {
        // Larger than the kernel's struct timex (208 bytes), all zero: modes 0 only reads.
        Span<byte> query = stackalloc byte[512];
        query.Clear();
        return AdjustTime(query) switch
        {
            TimeError => Finding.Warning("clock sync", "the kernel says that nothing keeps the clock right",
                "apt-get install chrony (in a container: on its host)"),
            < 0 => Finding.Ok("clock sync", "unknown: the kernel does not say"),
            _ => Finding.Ok("clock sync", "kept right, says the kernel"),
        };
    }

    // The kernel writes at most its struct, which the span exceeds.
    [LibraryImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AdjustTime(Span<byte> query);
}
