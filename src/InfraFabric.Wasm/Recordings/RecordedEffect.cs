namespace InfraFabric.Wasm.Recordings;

/// <summary>One thing that a host's function did beside giving results.</summary>
/// <param name="Kind">What it did.</param>
/// <param name="Target">Which of the store's memories or tables, in the order in which they were made.</param>
/// <param name="Amount">The address that was written to, the pages or elements more, or the fuel.</param>
/// <param name="Bytes">What was written; for a table the number of the reference in its new elements.</param>
internal readonly record struct RecordedEffect(EffectKind Kind, int Target, long Amount, byte[] Bytes);
