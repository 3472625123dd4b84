using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A function of an instance or of the host, in a store.</summary>
public sealed class Function
{
    internal Function(Store store, FunctionType type)
    {
        Store = store;
        Type = type;
    }

    public Store Store { get; }

    public FunctionType Type { get; }

    /// <summary>Calls it with values whose kinds are checked now.</summary>
    /// <exception cref="TrapException">It was stopped.</exception>
    public Value[] Invoke(params ReadOnlySpan<Value> arguments) => throw new NotSupportedException();

    /// <summary>A delegate that calls it; its parameters and result are those of <see cref="Type"/>.</summary>
    public T As<T>() where T : Delegate => throw new NotSupportedException();
}
