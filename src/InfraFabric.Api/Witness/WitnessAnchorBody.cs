namespace InfraFabric.Api.Witness;

/// <summary>How far a copy of the ledger has come.</summary>
public sealed record WitnessAnchorBody
{
    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>The folder or bucket that it is kept in.</summary>
    public required string Place { get; init; }

    /// <summary>How many entries it holds; left out while this server has not pushed to it.</summary>
    public long? Size { get; init; }

    /// <summary>How long ago it was found or made to hold all entries.</summary>
    public long? AgeMs { get; init; }

    /// <summary>Why it is not up to date; left out while it is.</summary>
    public string? Problem { get; init; }
}
