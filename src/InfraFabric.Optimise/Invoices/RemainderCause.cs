namespace InfraFabric.Optimise.Invoices;

/// <summary>Why an invoice is not what the ledger says.</summary>
public enum RemainderCause
{
    /// <summary>The invoice rounds its lines, and the ledger each settlement.</summary>
    Rounding,

    /// <summary>The same quantity has another price.</summary>
    Price,

    /// <summary>The invoice has what the ledger has not.</summary>
    MissingHere,

    /// <summary>The ledger has what the invoice has not.</summary>
    MissingThere,

    /// <summary>Something was given back.</summary>
    Refund,

    /// <summary>Something was free.</summary>
    Credit,

    /// <summary>A currency was worth something else.</summary>
    Currency,

    Tax,

    /// <summary>A line that has to do with no usage.</summary>
    Other,
}
