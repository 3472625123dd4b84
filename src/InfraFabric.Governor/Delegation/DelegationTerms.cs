using InfraFabric.Core.Crypto;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Delegation;

/// <summary>What one may spend of somebody else's budget.</summary>
/// <param name="Holder">The key of who may spend it, or hand it on.</param>
/// <param name="Limit">How much.</param>
/// <param name="ExpiresAt">Until when, in whole seconds.</param>
public sealed record DelegationTerms(VerifyKey Holder, Money Limit, DateTimeOffset ExpiresAt)
{
    /// <summary>The kinds of work that it may be spent on; null for any.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }
}
