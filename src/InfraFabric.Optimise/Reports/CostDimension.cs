namespace InfraFabric.Optimise.Reports;

/// <summary>What costs can be told apart by.</summary>
public enum CostDimension
{
    Model,
    Swarm,
    Task,
    Tenant,
    Kind,
    Capability,

    /// <summary>What became of the work.</summary>
    Outcome,

    /// <summary>The day of UTC.</summary>
    Day,

    /// <summary>The hash of the price.</summary>
    Price,
}
