using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Recordings;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>
/// Where instances live: their fuel, their limits, and the flag that interrupts them. Code of one store runs on one
/// thread at a time; only <see cref="Interrupt"/> may be called from any. All of it is freed together.
/// </summary>
public sealed unsafe class Store : IDisposable
{
    private const long Unlimited = long.MaxValue / 2;

    private readonly List<SafeHandle> _handles = [];
    private readonly List<Instance> _instances = [];
    private readonly Lock _meterLock = new();
    private Meter* _meter;
    private long _pages;
    private long _elements;
    private int _running;
    private bool _isAsking;
    private int _resultRoom;

    // What the guest waits for, and whether it was interrupted; null while it runs.
    private TaskCompletionSource<bool>? _sleep;

    // Fuel that is not in the meter yet; 0 where there are no quanta.
    private long _reserve;
    private bool _isPaused;

    public Store(StoreOptions? options = null)
    {
        Options = options ?? StoreOptions.Default;
        _meter = (Meter*)Allocate(sizeof(Meter));
        RawFuel = Options.Fuel ?? Unlimited;
        _meter->Stack = (long)Options.MaxStackBytes << 32;
    }

    public StoreOptions Options { get; }

    /// <summary>Fuel that is left; 0 after <see cref="TrapReason.OutOfFuel"/>.</summary>
    public long Fuel
    {
        get => Math.Max(0, RawFuel);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            RawFuel = Math.Min(value, Unlimited);
        }
    }

    internal Meter* Meter
    {
        get
        {
            ObjectDisposedException.ThrowIf(_meter is null, this);
            return _meter;
        }
    }

    /// <summary>References among the results of a call, beyond its first.</summary>
    internal object?[] ResultReferences = [];

    /// <summary>
    /// Stops what runs with <see cref="TrapReason.Interrupted"/>, and all that is called until <see cref="Resume"/>.
    /// </summary>
    public void Interrupt() => SetLeastFuel(long.MaxValue);

    /// <summary>Lets calls run again.</summary>
    public void Resume() => SetLeastFuel(0);

    /// <summary>
    /// Interrupts after a time on the wall's clock, unless what is returned is disposed before. It stays interrupted
    /// until <see cref="Resume"/>.
    /// </summary>
    public IDisposable InterruptAfter(TimeSpan limit, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        return new Deadline(this, limit, time);
    }

    public void Dispose()
    {
        if (_running > 0)
            throw new InvalidOperationException("The store is in use: a function in it has not returned.");
        lock (_meterLock)
            _meter = null;
        foreach (var handle in _handles)
            handle.Dispose();
    }

    /// <summary>Zeroed memory that lives as long as the store.</summary>
    internal byte* Allocate(int bytes)
    {
        var block = NativeBlock.Allocate(bytes);
        _handles.Add(block);
        return block.Address;
    }

    /// <summary>Addresses for a memory, until the store is disposed.</summary>
    internal AddressSpace Reserve(long bytes, long maxBytes)
    {
        var space = new AddressSpace(bytes, maxBytes);
        _handles.Add(space);
        return space;
    }

    internal void MakeRoomForTransfer()
    {
        if (Meter->Transfer is null)
            Meter->Transfer = Allocate(Runtime.Meter.TransferPlaces * 16);
    }

    internal void MakeRoomForResults(int count)
    {
        if (count <= _resultRoom)
            return;
        _resultRoom = count;
        Meter->Results = Allocate(count * 16);
        ResultReferences = new object?[count];
    }

    /// <summary>Takes pages for a memory that has some, if the limits and the limiter allow it.</summary>
    internal bool TryTakePages(MemoryType type, long current, long pages)
    {
        ObjectDisposedException.ThrowIf(_meter is null, this);
        if (_pages + pages > Options.MaxMemoryPages || !Allows(type, current, pages, type.Size.Maximum))
            return false;
        _pages += pages;
        return true;
    }

    internal void GiveBackPages(long pages) => _pages -= pages;

    /// <summary>Takes elements for a table that has some, if the limits and the limiter allow it.</summary>
    internal bool TryTakeElements(TableType type, long current, long elements)
    {
        if (_elements + elements > Options.MaxTableElements || !Allows(type, current, elements, type.Size.Maximum))
            return false;
        _elements += elements;
        return true;
    }

    /// <summary>Keeps an instance as long as the store, and gives its number, which begins with 1.</summary>
    internal int Keep(Instance instance)
    {
        CheckMetering(instance.Module.Options.Metering);
        if (_instances.Count >= Options.MaxInstances)
            throw new LinkException($"The store allows {Options.MaxInstances} instances.");
        if (Effects is not null)
            HostEffects.Refuse("made an instance");
        _instances.Add(instance);
        return _instances.Count;
    }

    /// <summary>The instance that called out last; null when the host itself calls.</summary>
    internal Instance? Caller => Meter->Calling is > 0 and var number ? _instances[number - 1] : Relayed;

    /// <summary>For whom the host itself calls a function of the host.</summary>
    internal Instance? Relayed;

    /// <summary>What a function of the host that is being recorded does; null when nothing is recorded.</summary>
    internal HostEffects? Effects;

    /// <summary>How often the host has called a function of the store.</summary>
    internal long Entries;

    /// <summary>Fuel that is left, less than zero when it ran out.</summary>
    internal long RawFuel
    {
        get => Meter->Fuel + _reserve;
        set
        {
            Meter->Fuel = Math.Min(value, Options.Quantum?.Fuel ?? long.MaxValue);
            _reserve = value - Meter->Fuel;
        }
    }

    /// <summary>The meter may have run out: takes the next quantum from the fuel that is left.</summary>
    /// <exception cref="TrapException">None is left, or the store was interrupted.</exception>
    internal void NextQuantum()
    {
        while (Meter->Fuel < 0)
        {
            if (_reserve <= 0)
                throw Traps.OutOfFuel();

            // What the host calls now would be paid from the quantum that is not taken yet.
            _isPaused = true;
            try
            {
                Options.Quantum!.Elapsed(this);
            }
            finally
            {
                _isPaused = false;
            }

            var taken = Math.Min(_reserve, Options.Quantum.Fuel);
            _reserve -= taken;
            Meter->Fuel += taken;
        }

        if (IsInterrupted)
            throw Traps.Interrupted();
    }

    /// <summary>In the order in which they were made.</summary>
    internal List<Memory> Memories { get; } = [];

    internal List<Table> Tables { get; } = [];

    internal List<Tag> Tags { get; } = [];

    /// <summary>
    /// Whether a call from the host may run on this thread: is enough of its real stack left? It gives the stack that
    /// the callee has, and what <see cref="Leave"/> gives back.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryEnter(out long stack)
    {
        var meter = Meter;
        stack = meter->Stack;
        if (!StackGuard.HasRoom(stack) || _isPaused)
            return false;
        _running++;
        Entries++;
        meter->Calling = 0;
        return true;
    }

    internal void CheckPause()
    {
        if (_isPaused)
            throw new InvalidOperationException("The store waits between two quanta of fuel: it cannot be called.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Leave(long stack)
    {
        _running--;
        _meter->Stack = stack;
    }

    private void CheckMetering(Metering metering)
    {
        if (Options.Quantum is not null && metering != Metering.Quanta)
        {
            throw new LinkException(
                $"The store tells of quanta of fuel; the module was loaded with Metering.{metering}.");
        }

        if (Options.Fuel is not null && metering == Metering.None)
            throw new LinkException("The store limits fuel; the module was loaded with Metering.None.");
    }

    // A limiter that grows something itself is refused: nothing changes between its answer and the growth.
    private bool Allows(ExternType type, long current, long more, long? maximum)
    {
        if (Options.Limiter is not { } limiter)
            return true;
        if (_isAsking)
            return false;
        _isAsking = true;
        try
        {
            return limiter(new GrowthRequest(this, type, current, current + more, maximum));
        }
        finally
        {
            _isAsking = false;
        }
    }

    internal bool IsInterrupted => Volatile.Read(ref Meter->LeastFuel) != 0;

    /// <summary>Has the guest, whose thread this is, wait for a time, or until it is interrupted.</summary>
    /// <exception cref="TrapException">It was interrupted.</exception>
    internal void Sleep(TimeSpan time, TimeProvider clock)
    {
        var sleep = new TaskCompletionSource<bool>();
        lock (_meterLock)
        {
            _sleep = sleep;
            if (IsInterrupted)
                sleep.TrySetResult(true);
        }

        bool isInterrupted;
        using (clock.CreateTimer(_ => sleep.TrySetResult(false), null, time, Timeout.InfiniteTimeSpan))
            isInterrupted = sleep.Task.Result;
        lock (_meterLock)
            _sleep = null;
        if (isInterrupted)
            throw Traps.Interrupted();
    }

    private void SetLeastFuel(long fuel)
    {
        lock (_meterLock)
        {
            if (_meter is not null)
                Volatile.Write(ref _meter->LeastFuel, fuel);
            if (fuel != 0)
                _sleep?.TrySetResult(true);
        }
    }
}
