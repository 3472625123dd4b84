namespace InfraFabric.Api.Witness;

/// <summary>Another log that this server cosigns.</summary>
public sealed record WitnessCosignedBody
{
    /// <summary>Its name in its checkpoints.</summary>
    public required string Origin { get; init; }

    /// <summary>How many of its entries were cosigned; 0 if none were.</summary>
    public required long Size { get; init; }

    /// <summary>What is wrong with what it has shown since this server started; left out if nothing is.</summary>
    public string? Problem { get; init; }
}
