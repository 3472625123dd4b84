using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A table of references.</summary>
public sealed class Table
{
    public Table(Store store, TableType type, object? initial = null)
    {
        Store = store;
        Type = type;
    }

    public Store Store { get; }

    public TableType Type { get; }

    public uint Count => throw new NotSupportedException();

    public object? this[uint index]
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public uint? Grow(uint elements, object? initial = null) => throw new NotSupportedException();
}
