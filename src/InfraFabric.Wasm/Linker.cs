using InfraFabric.Wasm.Calls;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>What a host offers to modules by name. Nothing is offered that was not defined here.</summary>
public sealed class Linker
{
    private readonly Dictionary<(string Module, string Name), Func<Store, object>> _items = [];

    /// <summary>
    /// A function of the host. Its parameters and result are <c>int</c>, <c>long</c>, <c>float</c>, <c>double</c>,
    /// <c>Vector128&lt;byte&gt;</c>, <see cref="Function"/> and <c>object</c>; a first parameter of type
    /// <see cref="Caller"/> sees who called.
    /// </summary>
    public Linker DefineFunction(string module, string name, Delegate callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var entry = HostEntry.For(callback);
        return Add(module, name, store => entry.Bind(store, callback));
    }

    /// <summary>A function of the host whose type is known only now. It fills the results.</summary>
    public Linker DefineFunction(string module, string name, FunctionType type, HostCallback callback)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(callback);
        var entry = HostEntry.For(type);
        return Add(module, name, store => entry.Bind(store, callback));
    }

    /// <summary>A function that is in a store already: of an instance, or of the host.</summary>
    public Linker Define(string module, string name, Function function) => AddItem(module, name, function);

    public Linker Define(string module, string name, Memory memory) => AddItem(module, name, memory);

    public Linker Define(string module, string name, Table table) => AddItem(module, name, table);

    public Linker Define(string module, string name, Global global) => AddItem(module, name, global);

    public Linker Define(string module, string name, Tag tag) => AddItem(module, name, tag);

    /// <summary>All that an instance exports, under a module's name.</summary>
    public Linker DefineInstance(string module, Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        foreach (var export in instance.Module.Exports)
            AddItem(module, export.Name, instance.Export(export));
        return this;
    }

    /// <summary>Links, initialises and starts a module.</summary>
    /// <exception cref="LinkException">An import is missing or does not fit.</exception>
    /// <exception cref="TrapException">A segment does not fit, or the start function was stopped.</exception>
    /// <exception cref="WasmException">The start function threw it.</exception>
    public Instance Instantiate(Store store, Module module)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(module);
        var instance = new Instance(store, module, Resolve(store, module));
        Initialization.Fill(instance);
        if (module.Contents.Start is { } start)
            Instance.FunctionAt(instance, start).Invoke();
        return instance;
    }

    /// <summary>The same items, with another function for each function when it is linked.</summary>
    internal Linker WithFunctions(Func<string, string, Function, Function> replace)
    {
        var linker = new Linker();
        foreach (var ((module, name), make) in _items)
        {
            linker.Add(module, name, store => make(store) switch
            {
                Function function => replace(module, name, function),
                var item => item,
            });
        }

        return linker;
    }

    private ResolvedImports Resolve(Store store, Module module)
    {
        var contents = module.Contents;
        var imports = new ResolvedImports(
            Room<Function>(contents.ImportedFunctions), Room<Table>(contents.ImportedTables),
            Room<Memory>(contents.ImportedMemories), Room<Global>(contents.ImportedGlobals),
            Room<Tag>(contents.ImportedTags));
        var (functions, tables, memories, globals, tags) = (0, 0, 0, 0, 0);
        foreach (var import in contents.Imports)
        {
            switch (Find(store, import))
            {
                case Function function:
                    imports.Functions[functions++] = function;
                    break;
                case Table table:
                    imports.Tables[tables++] = table;
                    break;
                case Memory memory:
                    imports.Memories[memories++] = memory;
                    break;
                case Global global:
                    imports.Globals[globals++] = global;
                    break;
                case Tag tag:
                    imports.Tags[tags++] = tag;
                    break;
            }
        }

        return imports;
    }

    private static T[] Room<T>(int count) => count == 0 ? [] : new T[count];

    private object Find(Store store, ModuleImport import)
    {
        if (!_items.TryGetValue((import.Module, import.Name), out var make))
        {
            throw new LinkException(
                $"unknown import: '{import.Module}' '{import.Name}' ({import.Type}) is not defined.");
        }

        var item = make(store);
        var (owner, fits) = (item, import.Type) switch
        {
            (Function function, FunctionType type) => (function.Store, function.Type.Equals(type)),
            (Table table, TableType type) =>
                (table.Store, table.Type.Element == type.Element && Fits(table.Count, table.Type.Size, type.Size)),
            (Memory memory, MemoryType type) => (memory.Store, Fits(memory.Pages, memory.Type.Size, type.Size)),
            (Global global, GlobalType type) => (global.Store, global.Type == type),
            (Tag tag, TagType type) => (tag.Store, tag.Type == type),
            _ => (store, false),
        };
        if (!fits)
        {
            throw new LinkException(
                $"incompatible import type: '{import.Module}' '{import.Name}' is to be {import.Type}.");
        }

        return owner == store
            ? item
            : throw new LinkException($"'{import.Module}' '{import.Name}' is of another store.");
    }

    private static bool Fits(uint count, SizeRange offered, SizeRange asked) =>
        count >= asked.Minimum
        && (asked.Maximum is null || (offered.Maximum is { } maximum && maximum <= asked.Maximum));

    private Linker AddItem(string module, string name, object item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Add(module, name, _ => item);
    }

    private Linker Add(string module, string name, Func<Store, object> make)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(name);
        _items[(module, name)] = make;
        return this;
    }
}
