using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>
/// A module that was decoded and is valid. Each index space begins with what is imported: <see cref="Functions"/>,
/// <see cref="Tables"/>, <see cref="Memories"/>, <see cref="Globals"/> and <see cref="Tags"/> hold imported and own
/// ones.
/// </summary>
internal sealed class ModuleContents
{
    public required byte[] Bytes { get; init; }

    public required FunctionType[] Types { get; init; }

    public required ModuleImport[] Imports { get; init; }

    /// <summary>For each function the index of its type in <see cref="Types"/>.</summary>
    public required int[] Functions { get; init; }

    public required int ImportedFunctions { get; init; }

    public required TableType[] Tables { get; init; }

    public required int ImportedTables { get; init; }

    public required MemoryType[] Memories { get; init; }

    public required int ImportedMemories { get; init; }

    public required GlobalType[] Globals { get; init; }

    public required int ImportedGlobals { get; init; }

    public required TagType[] Tags { get; init; }

    public required int ImportedTags { get; init; }

    /// <summary>For each own global what it begins with.</summary>
    public required ConstantExpression[] Initializers { get; init; }

    public required ModuleExport[] Exports { get; init; }

    public required int? Start { get; init; }

    public required ElementSegment[] Elements { get; init; }

    public required DataSegment[] Data { get; init; }

    /// <summary>For each own function where its body is.</summary>
    public required FunctionBody[] Bodies { get; init; }

    /// <summary>The custom sections by name and place; of two with one name, both.</summary>
    public required (string Name, int Offset, int Length)[] CustomSections { get; init; }

    public FunctionType TypeOf(int function) => Types[Functions[function]];
}
