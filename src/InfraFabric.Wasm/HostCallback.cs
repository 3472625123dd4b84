namespace InfraFabric.Wasm;

/// <summary>A host function whose type is known only when it is defined: it reads arguments, fills results.</summary>
public delegate void HostCallback(Caller caller, ReadOnlySpan<Value> arguments, Span<Value> results);
