namespace InfraFabric.Wasm;

/// <summary>A module that runs in a store. What it exports is found by name.</summary>
public sealed class Instance
{
    internal Instance(Store store, Module module)
    {
        Store = store;
        Module = module;
    }

    public Store Store { get; }

    public Module Module { get; }

    /// <summary>An exported function.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name and kind is exported.</exception>
    public Function GetFunction(string name) => FindFunction(name) ?? throw Missing("function", name);

    /// <summary>An exported function as a delegate of its type, for example <c>Func&lt;int, int&gt;</c>.</summary>
    public T GetFunction<T>(string name) where T : Delegate => GetFunction(name).As<T>();

    public Memory GetMemory(string name) => FindMemory(name) ?? throw Missing("memory", name);

    public Table GetTable(string name) => FindTable(name) ?? throw Missing("table", name);

    public Global GetGlobal(string name) => FindGlobal(name) ?? throw Missing("global", name);

    public Function? FindFunction(string name) => Find(name) as Function;

    public Memory? FindMemory(string name) => Find(name) as Memory;

    public Table? FindTable(string name) => Find(name) as Table;

    public Global? FindGlobal(string name) => Find(name) as Global;

    private object? Find(string name) => throw new NotSupportedException(name);

    private KeyNotFoundException Missing(string kind, string name) =>
        new($"The module exports no {kind} '{name}'. It exports: " +
            string.Join(", ", Module.Exports.Select(export => export.Name)));
}
