using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>What a host offers to modules by name. Nothing is offered that was not defined here.</summary>
public sealed class Linker
{
    /// <summary>
    /// A function of the host. Its parameters and result are <c>int</c>, <c>long</c>, <c>float</c>, <c>double</c>,
    /// <c>Vector128&lt;byte&gt;</c>, <see cref="Function"/> and <c>object</c>; a first parameter of type
    /// <see cref="Caller"/> sees who called.
    /// </summary>
    public Linker DefineFunction(string module, string name, Delegate callback) => throw new NotSupportedException();

    /// <summary>A function of the host whose type is known only now. It fills the results.</summary>
    public Linker DefineFunction(string module, string name, FunctionType type, HostCallback callback) =>
        throw new NotSupportedException();

    /// <summary>A function, memory, table or global that is in a store already.</summary>
    public Linker Define(string module, string name, object item) => throw new NotSupportedException();

    /// <summary>All that an instance exports, under a module's name.</summary>
    public Linker DefineInstance(string module, Instance instance) => throw new NotSupportedException();

    /// <summary>Links, initialises and starts a module.</summary>
    /// <exception cref="LinkException">An import is missing or does not fit.</exception>
    /// <exception cref="TrapException">A segment does not fit, or the start function was stopped.</exception>
    public Instance Instantiate(Store store, Module module) => throw new NotSupportedException();
}
