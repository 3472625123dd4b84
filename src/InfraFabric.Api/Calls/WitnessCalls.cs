namespace InfraFabric.Api.Calls;

/// <summary>Calls about the ledger: who did what, when and why.</summary>
public static class WitnessCalls
{
    private const string Scope = "witness:read";

    public static readonly ApiCall Stats = new("witness_stats", "GET", "/v1/witness/stats", Scope,
        "How the ledger stands: size, root, age of its checkpoint, what waits to become an entry, and who writes it.")
    {
        Gives = json => json.WitnessStatsBody,
    };
}
