namespace InfraFabric.Wasm.Calls;

/// <summary>Calls a function with values of its own kinds, and leaves its results.</summary>
internal delegate void UntypedCall(Function function, Value[] arguments, Value[] results);
