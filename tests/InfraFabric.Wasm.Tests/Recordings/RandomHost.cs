namespace InfraFabric.Wasm.Tests.Recordings;

/// <summary>A host that nobody can foresee without its seed, and that fails now and then.</summary>
internal sealed class RandomHost(int seed)
{
    private readonly Random _random = new(seed);
    private readonly object[] _objects = [new(), new()];

    public Linker Linker => new Linker()
        .DefineFunction("host", "now", () => Sometimes() ? _random.NextInt64() : 5)
        .DefineFunction("host", "random", (Caller caller, int address, int length) =>
            _random.NextBytes(caller.Memory!.Write((uint)address, length)))
        .DefineFunction("host", "read", Read)
        .DefineFunction("host", "grow", Grow)
        .DefineFunction("host", "charge", Charge)
        .DefineFunction("host", "keep", (object? _) => Sometimes() ? _objects[_random.Next(2)] : null);

    private bool Sometimes() => _random.Next(3) > 0;

    private void Charge(Caller caller) => caller.Store.Fuel -= Math.Min(caller.Store.Fuel, _random.Next(300));

    private int Read(Caller caller, int address, int length)
    {
        if (_random.Next(20) == 0)
            throw new IOException("The disk is gone.");
        var read = _random.Next(length + 1);
        _random.NextBytes(caller.Memory!.Write((uint)address, length)[..read]);
        return read;
    }

    private void Grow(Caller caller)
    {
        if (_random.Next(10) == 0)
            throw new TrapException(TrapReason.Unreachable);
        if (caller.Memory!.Grow(1) is { } pages)
            caller.Memory.Write(pages * Memory.PageBytes, 8).Fill(1);
        caller.Instance!.GetTable("table").Grow((uint)_random.Next(3), _objects[0]);
    }
}
