using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Compilation;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>
/// A valid module. Its functions are compiled when they are first called; any number of instances share them.
/// </summary>
public sealed class Module
{
    private readonly Dictionary<string, ModuleExport> _exports;

    private Module(ModuleContents contents, ModuleOptions options)
    {
        Contents = contents;
        Options = options;
        Code = new ModuleCode(contents, options);
        _exports = contents.Exports.ToDictionary(export => export.Name);
    }

    public IReadOnlyList<ModuleImport> Imports => Contents.Imports;

    public IReadOnlyList<ModuleExport> Exports => Contents.Exports;

    public ModuleOptions Options { get; }

    internal ModuleContents Contents { get; }

    internal ModuleCode Code { get; }

    /// <summary>Decodes and validates a module. Nothing of it is compiled yet.</summary>
    /// <exception cref="InvalidModuleException">The bytes are no module, or not a valid one.</exception>
    public static Module Load(ReadOnlySpan<byte> bytes, ModuleOptions? options = null)
    {
        options ??= ModuleOptions.Default;
        if (bytes.Length > options.Limits.MaxModuleBytes)
            throw new InvalidModuleException(
                ModuleFault.TooLarge, $"the module has {bytes.Length} bytes", options.Limits.MaxModuleBytes);
        return new Module(ModuleReader.Read(bytes.ToArray(), options), options);
    }

    internal ModuleExport? FindExport(string name) => _exports.GetValueOrDefault(name);
}
