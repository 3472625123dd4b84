namespace InfraFabric.Optimise.Spends;

/// <summary>What ends claims, and what that means for what was spent on them.</summary>
public static class SpendEnds
{
    /// <summary>The part of spending that brought nothing.</summary>
    public static readonly IReadOnlyList<SpendEnd> Wasted = [SpendEnd.Failed, SpendEnd.Lost, SpendEnd.HelpedNothing];

    /// <summary>How an operation ends the claim under whose fence it was done; null if it does not.</summary>
    internal static SpendEnd? Of(string operation) => operation switch
    {
        "task.complete" => SpendEnd.Completed,
        "task.fail" or "task.deadline" => SpendEnd.Failed,
        "task.session-ended" => SpendEnd.Lost,
        "task.hand-over" => SpendEnd.Released,
        "task.cancel" => SpendEnd.Cancelled,
        _ => null,
    };

    /// <summary>What the end of a claim says of help with its task; null if that is still open.</summary>
    internal static SpendEnd? OfHelp(SpendEnd claim) => claim switch
    {
        SpendEnd.Completed => SpendEnd.Helped,
        SpendEnd.Released => null,
        _ => SpendEnd.HelpedNothing,
    };

    /// <summary>The word for it.</summary>
    public static string NameOf(SpendEnd end) => end switch
    {
        SpendEnd.None => "none",
        SpendEnd.Open => "open",
        SpendEnd.Completed => "completed",
        SpendEnd.Failed => "failed",
        SpendEnd.Lost => "lost",
        SpendEnd.Released => "released",
        SpendEnd.Cancelled => "cancelled",
        SpendEnd.Helped => "helped",
        _ => "helped_nothing",
    };
}
