namespace InfraFabric.Wasm.Exceptions;

/// <summary>What a clause of a <c>try_table</c> catches, and what it brings to its label.</summary>
[Flags]
internal enum CatchKind : byte
{
    /// <summary>Exceptions of a tag: their values.</summary>
    OfTag = 0,

    /// <summary>The exception itself is brought, behind the values.</summary>
    WithReference = 1,

    /// <summary>Every exception.</summary>
    All = 2,
}
