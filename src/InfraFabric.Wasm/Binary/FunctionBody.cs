namespace InfraFabric.Wasm.Binary;

/// <summary>Where a function's body stands in the module's bytes: its groups of locals, then its instructions.</summary>
internal readonly record struct FunctionBody(int Offset, int Length);
