namespace InfraFabric.Wasm.Binary;

/// <summary>Where a function's body stands in the module's bytes: groups of locals, then instructions.</summary>
internal readonly record struct FunctionBody(int Offset, int Length);
