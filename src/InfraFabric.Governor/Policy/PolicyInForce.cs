namespace InfraFabric.Governor.Policy;

/// <summary>The policy in force, ready to decide.</summary>
/// <param name="Terms">What it says.</param>
/// <param name="Rules">Its rules, arranged.</param>
/// <param name="Revision">The revision that last changed it; 0 for the defaults.</param>
internal sealed record PolicyInForce(PolicyRecord Terms, RuleIndex Rules, long Revision)
{
    public static PolicyInForce None { get; } = Of(PolicyRecord.Default, 0);

    public static PolicyInForce Of(PolicyRecord terms, long revision) => new(terms, new RuleIndex(terms), revision);
}
