namespace InfraFabric.Governor.Breakers;

/// <summary>How the wish to move a breaker ended.</summary>
public enum ResetVerdict
{
    /// <summary>It is moved.</summary>
    Done,

    /// <summary>It is written down, and waits for somebody else's approval.</summary>
    Asked,

    /// <summary>
    /// There is no such breaker or wish: it is closed already, or the wish was replaced or is too old.
    /// </summary>
    NotFound,

    /// <summary>Who asked for it cannot approve it, too. Nothing was done.</summary>
    SameIdentity,

    /// <summary>It is in that state already. Nothing was done.</summary>
    Already,
}
