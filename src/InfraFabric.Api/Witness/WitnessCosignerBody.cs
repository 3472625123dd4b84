namespace InfraFabric.Api.Witness;

/// <summary>How far a cosigner has come with the ledger.</summary>
public sealed record WitnessCosignerBody
{
    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is asked.</summary>
    public required string Url { get; init; }

    /// <summary>The key of its cosignatures.</summary>
    public required string Key { get; init; }

    /// <summary>How many entries it has cosigned, as far as this server knows.</summary>
    public required long Size { get; init; }

    /// <summary>How long ago it cosigned last; left out if it has not since this server started.</summary>
    public long? AgeMs { get; init; }

    /// <summary>Why it has not cosigned what it was asked for last; left out if it has.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it has seen another view of the ledger than this one.</summary>
    public bool SplitView { get; init; }
}
