namespace InfraFabric.Witness.Drainer;

/// <summary>Where the process ends itself.</summary>
internal enum EndingPoint
{
    Never,

    /// <summary>The notes are committed and read, and not in the ledger.</summary>
    Before,

    /// <summary>The entries are in the ledger, and nobody has been told.</summary>
    After,
}
