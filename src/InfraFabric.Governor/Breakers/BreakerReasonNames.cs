namespace InfraFabric.Governor.Breakers;

/// <summary>Why breakers open, as it is written everywhere.</summary>
public static class BreakerReasonNames
{
    public static string Name(this BreakerReason reason) => reason switch
    {
        BreakerReason.BudgetExhausted => "budget_exhausted",
        BreakerReason.Failures => "failures",
        BreakerReason.Loop => "loop",
        BreakerReason.Velocity => "velocity",
        _ => "manual",
    };
}
