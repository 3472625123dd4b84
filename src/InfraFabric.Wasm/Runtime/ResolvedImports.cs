using InfraFabric.Wasm.Exceptions;

namespace InfraFabric.Wasm.Runtime;

/// <summary>What a module imports, found and fitting, by kind and in the order of the imports.</summary>
internal sealed record ResolvedImports(
    Function[] Functions, Table[] Tables, Memory[] Memories, Global[] Globals, Tag[] Tags);
