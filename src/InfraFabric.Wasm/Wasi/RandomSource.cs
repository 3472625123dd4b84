namespace InfraFabric.Wasm.Wasi;

/// <summary>Fills bytes with randomness, or with what is to be the same in every run.</summary>
public delegate void RandomSource(Span<byte> bytes);
