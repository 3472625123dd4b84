namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private const uint TimeOfDay = 0;
    private const uint Monotonic = 1;
    private const ulong NanosecondsPerTick = 100;

    /// <summary>The time of day for what is written to files; 1970 without a clock.</summary>
    private ulong Now => TryRead(TimeOfDay, out var now) ? now : 0;

    private void DefineClocks(Linker linker)
    {
        Define(linker, "clock_res_get", (Caller caller, int clock, int result) =>
            (int)GetResolution(Of(caller), (uint)clock, (uint)result));
        Define(linker, "clock_time_get", (Caller caller, int clock, long precision, int result) =>
            (int)GetTime(Of(caller), (uint)clock, (uint)result));
    }

    private Errno GetResolution(GuestMemory memory, uint clock, uint result)
    {
        if (!TryRead(clock, out _))
            return Errno.Invalid;
        if (!memory.Contains(result, sizeof(ulong)))
            return Errno.Fault;
        memory.Write(result, NanosecondsPerTick);
        return Errno.Success;
    }

    private Errno GetTime(GuestMemory memory, uint clock, uint result)
    {
        if (!TryRead(clock, out var time))
            return Errno.Invalid;
        if (!memory.Contains(result, sizeof(ulong)))
            return Errno.Fault;
        memory.Write(result, time);
        return Errno.Success;
    }

    private bool TryRead(uint clock, out ulong nanoseconds)
    {
        nanoseconds = 0;
        if (_options.TimeProvider is not { } time || clock > Monotonic)
            return false;
        var passed = clock == Monotonic ? time.GetElapsedTime(_start) : time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        nanoseconds = (ulong)Math.Max(0, passed.Ticks) * NanosecondsPerTick;
        return true;
    }
}
