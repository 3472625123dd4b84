using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InfraFabric.Wasm.Runtime;

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
    private int _resultRoom;

    public Store(StoreOptions? options = null)
    {
        Options = options ?? StoreOptions.Default;
        _meter = (Meter*)Allocate(sizeof(Meter));
        _meter->Fuel = Options.Fuel ?? Unlimited;
        _meter->Stack = (long)Options.MaxStackBytes << 32;
    }

    public StoreOptions Options { get; }

    /// <summary>Fuel that is left; 0 after <see cref="TrapReason.OutOfFuel"/>.</summary>
    public long Fuel
    {
        get => Math.Max(0, Meter->Fuel);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Meter->Fuel = Math.Min(value, Unlimited);
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
    public void Interrupt() => SetInterrupted(1);

    /// <summary>Lets calls run again.</summary>
    public void Resume() => SetInterrupted(0);

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
    internal AddressSpace Reserve(long bytes)
    {
        var space = new AddressSpace(bytes);
        _handles.Add(space);
        return space;
    }

    internal void MakeRoomForResults(int count)
    {
        if (count <= _resultRoom)
            return;
        _resultRoom = count;
        Meter->Results = Allocate(count * 16);
        ResultReferences = new object?[count];
    }

    internal bool MayTakePages(long pages) => _pages + pages <= Options.MaxMemoryPages;

    internal void TakePages(long pages)
    {
        ObjectDisposedException.ThrowIf(_meter is null, this);
        if (!MayTakePages(pages))
            throw new LinkException($"The store allows {Options.MaxMemoryPages} pages of memory, and {_pages} are taken.");
        _pages += pages;
    }

    internal bool MayTakeElements(long elements) => _elements + elements <= Options.MaxTableElements;

    internal void TakeElements(long elements)
    {
        if (!MayTakeElements(elements))
            throw new LinkException($"The store allows {Options.MaxTableElements} table elements, and {_elements} are taken.");
        _elements += elements;
    }

    /// <summary>Keeps an instance as long as the store, and gives its number, which begins with 1.</summary>
    internal int Keep(Instance instance)
    {
        if (_instances.Count >= Options.MaxInstances)
            throw new LinkException($"The store allows {Options.MaxInstances} instances.");
        _instances.Add(instance);
        return _instances.Count;
    }

    /// <summary>The instance that called out last; null when the host itself calls.</summary>
    internal Instance? Caller => Meter->Calling is > 0 and var number ? _instances[number - 1] : null;

    /// <summary>
    /// Whether a call from the host may run on this thread: is enough of its real stack left? It gives the stack that
    /// the callee has, and what <see cref="Leave"/> gives back.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryEnter(out long stack)
    {
        var meter = Meter;
        stack = meter->Stack;
        if (!StackGuard.HasRoom(stack))
            return false;
        _running++;
        meter->Calling = 0;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Leave(long stack)
    {
        _running--;
        _meter->Stack = stack;
    }

    private void SetInterrupted(int value)
    {
        lock (_meterLock)
        {
            if (_meter is not null)
                Volatile.Write(ref _meter->Interrupted, value);
        }
    }
}
