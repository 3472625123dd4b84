namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>What stopped a guest.</summary>
internal static class Traps
{
    /// <summary>Null where nothing did.</summary>
    public static TrapReason? ReasonOf(Action run)
    {
        try
        {
            run();
            return null;
        }
        catch (TrapException trap)
        {
            return trap.Reason;
        }
    }
}
