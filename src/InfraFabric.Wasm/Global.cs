using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A global variable or constant.</summary>
public sealed class Global
{
    public Global(Store store, GlobalType type, Value initial)
    {
        Store = store;
        Type = type;
    }

    public Store Store { get; }

    public GlobalType Type { get; }

    public Value Value
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }
}
