namespace InfraFabric.Core.Config.Witness;

/// <summary>Where the ledger is kept.</summary>
public enum WitnessBackend
{
    /// <summary>In this process, in one folder.</summary>
    Embedded,

    /// <summary>In a PostgreSQL database, which servers share.</summary>
    Postgres,
}
