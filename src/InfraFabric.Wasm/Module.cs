using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A valid module. Its functions are compiled when they are first called; any number of instances share them.</summary>
public sealed class Module
{
    private Module(ModuleContents contents, ModuleOptions options)
    {
        Contents = contents;
        Options = options;
    }

    public IReadOnlyList<ModuleImport> Imports => Contents.Imports;

    public IReadOnlyList<ModuleExport> Exports => Contents.Exports;

    public ModuleOptions Options { get; }

    internal ModuleContents Contents { get; }

    /// <summary>Decodes and validates a module. Nothing of it is compiled yet.</summary>
    /// <exception cref="InvalidModuleException">The bytes are no module, or not a valid one.</exception>
    public static Module Load(ReadOnlySpan<byte> bytes, ModuleOptions? options = null)
    {
        options ??= ModuleOptions.Default;
        return new Module(ModuleReader.Read(bytes.ToArray(), options), options);
    }
}
