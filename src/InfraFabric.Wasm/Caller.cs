namespace InfraFabric.Wasm;

/// <summary>Who called a function of the host. It is good for the time of that call.</summary>
public readonly struct Caller
{
    internal Caller(Store store, Instance? instance)
    {
        Store = store;
        Instance = instance;
    }

    public Store Store { get; }

    /// <summary>The instance whose code called; null when the host called its own function.</summary>
    public Instance? Instance { get; }

    /// <summary>The memory the calling instance exports as <c>memory</c>, as compilers do.</summary>
    public Memory? Memory => Instance?.FindMemory("memory");
}
