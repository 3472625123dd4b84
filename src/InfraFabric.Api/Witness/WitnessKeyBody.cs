namespace InfraFabric.Api.Witness;

/// <summary>What became of the ledger's key.</summary>
public sealed record WitnessKeyBody
{
    /// <summary>The key that signs from now on, as C2SP's signed-note writes it.</summary>
    public required string Key { get; init; }

    /// <summary>The key that signed until now.</summary>
    public required string Retired { get; init; }

    /// <summary>The place of the entry that says so.</summary>
    public required long Index { get; init; }
}
