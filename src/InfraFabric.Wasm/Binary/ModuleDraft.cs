using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>
/// A module while it is read: what the sections so far have defined, and what later ones may refer to.
/// </summary>
internal sealed class ModuleDraft(byte[] bytes, ModuleOptions options)
{
    private bool[] _declared = [];

    public byte[] Bytes { get; } = bytes;

    public ModuleLimits Limits { get; } = options.Limits;

    public ModuleFeatures Features { get; } = options.Features;

    public FunctionType[] Types { get; set; } = [];

    public ModuleImport[] Imports { get; set; } = [];

    public List<int> Functions { get; } = [];

    public int ImportedFunctions { get; set; }

    public List<TableType> Tables { get; } = [];

    public int ImportedTables { get; set; }

    public List<MemoryType> Memories { get; } = [];

    public int ImportedMemories { get; set; }

    public List<GlobalType> Globals { get; } = [];

    public int ImportedGlobals { get; set; }

    public List<TagType> Tags { get; } = [];

    public int ImportedTags { get; set; }

    public ConstantExpression[] Initializers { get; set; } = [];

    public ModuleExport[] Exports { get; set; } = [];

    public int? Start { get; set; }

    public ElementSegment[] Elements { get; set; } = [];

    /// <summary>How many data segments there will be, when a section told so before the code.</summary>
    public int? DataCount { get; set; }

    /// <summary>Where code named a data segment although no section had told how many there are.</summary>
    public int? UncountedData { get; set; }

    public DataSegment[] Data { get; set; } = [];

    public FunctionBody[] Bodies { get; set; } = [];

    public List<(string Name, int Offset, int Length)> CustomSections { get; } = [];

    public FunctionType TypeOf(int function) => Types[Functions[function]];

    /// <summary>Lets code refer to a function that is named outside of code. All functions are known by then.</summary>
    public void Declare(int function)
    {
        if (_declared.Length == 0)
            _declared = new bool[Functions.Count];
        _declared[function] = true;
    }

    public bool IsDeclared(int function) => function < _declared.Length && _declared[function];

    public bool Has(ModuleFeatures feature) => (Features & feature) == feature;

    public ModuleContents ToContents() => new()
    {
        Bytes = Bytes,
        Types = Types,
        Imports = Imports,
        Functions = [.. Functions],
        ImportedFunctions = ImportedFunctions,
        Tables = [.. Tables],
        ImportedTables = ImportedTables,
        Memories = [.. Memories],
        ImportedMemories = ImportedMemories,
        Globals = [.. Globals],
        ImportedGlobals = ImportedGlobals,
        Tags = [.. Tags],
        ImportedTags = ImportedTags,
        Initializers = Initializers,
        Exports = Exports,
        Start = Start,
        Elements = Elements,
        Data = Data,
        Bodies = Bodies,
        CustomSections = [.. CustomSections],
    };
}
