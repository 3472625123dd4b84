namespace InfraFabric.Wasm.Binary;

/// <summary>Decodes and validates a module, strictly and in one pass.</summary>
internal static class ModuleReader
{
    /// <summary>Reads a module; one that is malformed, invalid or too large is refused.</summary>
    /// <exception cref="InvalidModuleException">The bytes are no module, or not a valid one.</exception>
    public static ModuleContents Read(byte[] bytes, ModuleOptions options) =>
        throw new NotSupportedException();
}
