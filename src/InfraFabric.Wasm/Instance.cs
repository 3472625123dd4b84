using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A module that runs in a store. What it exports is found by name.</summary>
public sealed unsafe partial class Instance
{
    // All that compiled code reads is within 128 bytes of the beginning: its instructions are shorter so.
    internal readonly byte* MemoryBase;
    internal readonly Meter* Meter;
    internal readonly byte* Globals;
    internal readonly byte** ImportedGlobals;
    internal readonly Store OwnStore;
    internal readonly int Number;
    internal readonly Function[] ImportedFunctions;
    internal readonly Table[] Tables;
    internal readonly Tag[] Tags;

    /// <summary>The first of <see cref="Tables"/>, which nearly all indirect calls go through.</summary>
    internal readonly Table? FirstTable;

    /// <summary>
    /// The globals of references by index, and the imported ones; null for own numbers until they are asked for.
    /// </summary>
    internal readonly Global?[] ReferenceGlobals;

    internal readonly Memory? Memory;
    internal readonly bool IsMetered;
    internal readonly Segments Segments;
    private readonly Function?[] _functions;

    internal Instance(Store store, Module module, ResolvedImports imports)
    {
        var contents = module.Contents;
        OwnStore = store;
        Module = module;
        Number = store.Keep(this);
        Meter = store.Meter;
        IsMetered = module.Options.Metering != Metering.None;
        ImportedFunctions = imports.Functions;
        _functions = contents.Bodies.Length == 0 ? [] : new Function?[contents.Bodies.Length];
        store.MakeRoomForResults(module.Code.MaxResults);

        var tables = contents.Tables[contents.ImportedTables..];
        Tables = [.. imports.Tables, .. tables.Select(type => new Table(store, type))];
        Tags = contents.Tags.Length == 0
            ? []
            : [.. imports.Tags, .. contents.Tags.Skip(contents.ImportedTags).Select(type => new Tag(store, type))];
        FirstTable = Tables.Length > 0 ? Tables[0] : null;
        Memory = imports.Memories.Length > 0 ? imports.Memories[0]
            : contents.Memories.Length > 0 ? new Memory(store, contents.Memories[0]) : null;
        MemoryBase = Memory is null ? null : Memory.Base;
        Segments = new Segments(contents);
        ReferenceGlobals = contents.Globals.Length == 0 ? [] : new Global?[contents.Globals.Length];
        imports.Globals.CopyTo(ReferenceGlobals, 0);
        var own = contents.Globals.Length - contents.ImportedGlobals;
        Globals = own == 0 ? null : store.Allocate(own * 16);
        if (imports.Globals.Length > 0)
            ImportedGlobals = (byte**)store.Allocate(imports.Globals.Length * sizeof(nint));
        for (var i = 0; i < imports.Globals.Length; i++)
            ImportedGlobals[i] = imports.Globals[i].Cell;
    }

    public Store Store => OwnStore;

    public Module Module { get; }

    /// <summary>An exported function.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name and kind is exported.</exception>
    public Function GetFunction(string name) => FindFunction(name) ?? throw Missing("function", name);

    /// <summary>An exported function as a delegate of its type, for example <c>Func&lt;int, int&gt;</c>.</summary>
    public T GetFunction<T>(string name) where T : Delegate => GetFunction(name).As<T>();

    public Memory GetMemory(string name) => FindMemory(name) ?? throw Missing("memory", name);

    public Table GetTable(string name) => FindTable(name) ?? throw Missing("table", name);

    public Global GetGlobal(string name) => FindGlobal(name) ?? throw Missing("global", name);

    public Tag GetTag(string name) => FindTag(name) ?? throw Missing("tag", name);

    public Function? FindFunction(string name) => Find(name) as Function;

    public Memory? FindMemory(string name) => Find(name) as Memory;

    public Table? FindTable(string name) => Find(name) as Table;

    public Global? FindGlobal(string name) => Find(name) as Global;

    public Tag? FindTag(string name) => Find(name) as Tag;

    internal object Export(ModuleExport export) => export.Type switch
    {
        FunctionType => FunctionAt(this, export.Index),
        TableType => Tables[export.Index],
        MemoryType => Memory!,
        TagType => Tags[export.Index],
        _ => GlobalAt(export.Index),
    };

    /// <summary>The function's one object in this instance, made when it is first asked for.</summary>
    internal static Function FunctionAt(Instance instance, int index)
    {
        var imported = instance.ImportedFunctions.Length;
        return index < imported
            ? instance.ImportedFunctions[index]
            : instance._functions[index - imported] ??= new Function(instance, index);
    }

    /// <summary>The function was compiled: who has its object calls it directly from now on.</summary>
    internal void SetCode(int index, nint code) =>
        _functions[index - ImportedFunctions.Length]?.Code = code;

    internal Global GlobalAt(int index) =>
        ReferenceGlobals[index] ??= new Global(
            OwnStore, Module.Contents.Globals[index], Globals + (index - Module.Contents.ImportedGlobals) * 16);

    private object? Find(string name) => Module.FindExport(name) is { } export ? Export(export) : null;

    private KeyNotFoundException Missing(string kind, string name) =>
        new($"The module exports no {kind} '{name}'. It exports: " +
            string.Join(", ", Module.Exports.Select(export => export.Name)));
}
