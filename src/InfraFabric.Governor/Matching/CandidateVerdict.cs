namespace InfraFabric.Governor.Matching;

/// <summary>Why a swarm was found, or was not.</summary>
public enum CandidateVerdict
{
    /// <summary>It has the highest score of all.</summary>
    Best,

    /// <summary>It could do it, and others have higher scores.</summary>
    LowerScore,

    /// <summary>It can do less of what is required than the policy asks for.</summary>
    NotQualified,

    /// <summary>It is whom help is sought for, or helps already.</summary>
    Excluded,

    /// <summary>It has no session.</summary>
    Away,

    /// <summary>It finishes what it has and takes nothing new.</summary>
    Draining,

    /// <summary>Its breaker is open.</summary>
    BreakerOpen,

    /// <summary>A rule of the policy denies it.</summary>
    Denied,

    /// <summary>There is a ceiling, and nobody has said what it costs.</summary>
    CostUnknown,

    /// <summary>It is expected to cost more than may be spent.</summary>
    OverCeiling,

    /// <summary>Its budget is spent.</summary>
    BudgetSpent,
}
