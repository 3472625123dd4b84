namespace InfraFabric.Optimise.Invoices;

/// <summary>Causes as words, and which of them should not be.</summary>
public static class RemainderCauses
{
    /// <summary>
    /// Those that say that the ledger or the price book is not right: they make the drift. The others are in the nature
    /// of invoices.
    /// </summary>
    public static IReadOnlyList<RemainderCause> OfDrift { get; } =
        [RemainderCause.Price, RemainderCause.MissingHere, RemainderCause.MissingThere, RemainderCause.Other];

    /// <summary>The word for it.</summary>
    public static string NameOf(RemainderCause cause) => cause switch
    {
        RemainderCause.Rounding => "rounding",
        RemainderCause.Price => "price",
        RemainderCause.MissingHere => "missing_here",
        RemainderCause.MissingThere => "missing_there",
        RemainderCause.Refund => "refund",
        RemainderCause.Credit => "credit",
        RemainderCause.Currency => "currency",
        RemainderCause.Tax => "tax",
        _ => "other",
    };

    /// <summary>The cause that a line names by what it is of; null if it is of usage.</summary>
    internal static RemainderCause? Of(string item) => item switch
    {
        "refund" => RemainderCause.Refund,
        "credit" => RemainderCause.Credit,
        "tax" => RemainderCause.Tax,
        "other" => RemainderCause.Other,
        _ => null,
    };
}
