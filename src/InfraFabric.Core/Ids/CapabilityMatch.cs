namespace InfraFabric.Core.Ids;

/// <summary>How much of what is required somebody can do.</summary>
public static class CapabilityMatch
{
    /// <summary>
    /// The share of what is required that is offered: |required ∩ offered| / |required|, and 1 where nothing is
    /// required. What is required stands there once.
    /// </summary>
    public static double Of(IReadOnlyCollection<Capability> required, IReadOnlyCollection<Capability> offered)
    {
        if (required.Count == 0)
            return 1;

        var covered = 0;
        foreach (var one in required)
        {
            if (IsCovered(one, offered))
                covered++;
        }

        return (double)covered / required.Count;
    }

    private static bool IsCovered(Capability required, IReadOnlyCollection<Capability> offered)
    {
        foreach (var offer in offered)
        {
            if (offer.Covers(required))
                return true;
        }

        return false;
    }
}
