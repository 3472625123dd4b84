using InfraFabric.Wasm.Wasi.Descriptors;

namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private void DefinePolling(Linker linker) =>
        Define(linker, "poll_oneoff", (Caller caller, int subscriptions, int events, int count, int result) =>
            (int)Poll(caller, (uint)subscriptions, (uint)events, (uint)count, (uint)result));

    // A descriptor is always ready: files are in memory, and a stream waits when it is read. So only clocks wait, and
    // only when they are alone.
    private Errno Poll(Caller caller, uint subscriptions, uint events, uint count, uint result)
    {
        if (count == 0 || count > (uint)_options.Limits.MaxSubscriptions)
            return Errno.Invalid;
        var memory = Of(caller);
        if (!memory.Contains(subscriptions, Subscription.Bytes * (ulong)count)
            || !memory.Contains(events, Subscription.EventBytes * (ulong)count)
            || !memory.Contains(result, sizeof(uint)))
        {
            return Errno.Fault;
        }

        memory.Pay(Subscription.Bytes * (ulong)count);
        var asked = Read(memory, subscriptions, (int)count);
        var waits = Array.ConvertAll(asked, Remaining);
        var shortest = waits.Min();
        if (Wait(caller.Store, shortest) is not Errno.Success and var error)
            return error;
        var written = 0u;
        for (var index = 0; index < asked.Length; index++)
        {
            if (waits[index] <= shortest)
                WriteEvent(memory, events + (Subscription.EventBytes * written++), asked[index]);
        }

        memory.Write(result, written);
        return Errno.Success;
    }

    private static Subscription[] Read(GuestMemory memory, uint address, int count)
    {
        var asked = new Subscription[count];
        for (var index = 0; index < count; index++)
        {
            var place = new GuestRange(address + (uint)(Subscription.Bytes * index), Subscription.Bytes);
            asked[index] = Subscription.Read(memory.Read(place));
        }

        return asked;
    }

    // Nanoseconds until it is there; 0 also for what fails.
    private ulong Remaining(Subscription subscription)
    {
        if (subscription.Kind != Subscription.Clock || !TryRead(subscription.Item, out var now))
            return 0;
        return !subscription.IsAbsolute ? subscription.Timeout
            : subscription.Timeout > now ? subscription.Timeout - now
            : 0;
    }

    // Timers count milliseconds: it sleeps to the end of the last one.
    private Errno Wait(Store store, ulong nanoseconds)
    {
        if (nanoseconds == 0)
            return Errno.Success;
        var milliseconds = Math.Ceiling(nanoseconds / 1e6);
        var isTooLong = milliseconds > _options.Limits.MaxWait.TotalMilliseconds;
        var time = isTooLong ? _options.Limits.MaxWait : TimeSpan.FromMilliseconds(milliseconds);
        store.Sleep(time, _options.TimeProvider!);
        return isTooLong ? Errno.Interrupted : Errno.Success;
    }

    private void WriteEvent(GuestMemory memory, uint address, Subscription subscription)
    {
        var (error, available) = (Errno.Success, 0L);
        if (subscription.Kind == Subscription.Clock)
            error = TryRead(subscription.Item, out _) ? Errno.Success : Errno.Invalid;
        else if (subscription.Kind > Subscription.Writable)
            error = Errno.Invalid;
        else if ((error = Find((int)subscription.Item, Rights.Poll, out var descriptor)) == Errno.Success)
            available = descriptor.Available;
        subscription.WriteEvent(memory.Write(new GuestRange(address, Subscription.EventBytes)), error, available);
    }
}
