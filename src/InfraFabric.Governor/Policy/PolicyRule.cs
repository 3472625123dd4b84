using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Policy;

/// <summary>
/// One rule of a policy. What it names must all match: a word, or the beginning of one before <c>*</c>. What it does
/// not name matches anything.
/// </summary>
public sealed record PolicyRule
{
    public string? Swarm { get; init; }

    public string? Tenant { get; init; }

    /// <summary>The kind of work.</summary>
    public string? Kind { get; init; }

    /// <summary>One of the capabilities that are required.</summary>
    public string? Capability { get; init; }

    public bool Deny { get; init; }

    /// <summary>What a task may cost that this rule allows; what the policy says if it says nothing.</summary>
    [JsonPropertyName("max_cost_micro_usd")]
    public Money? MaxCost { get; init; }

    /// <summary>Told to whoever meets it.</summary>
    public string? Why { get; init; }

    /// <summary>Whether it matches everything.</summary>
    [JsonIgnore]
    public bool IsCatchAll =>
        Narrows(Swarm) is null && Narrows(Tenant) is null && Narrows(Kind) is null && Narrows(Capability) is null;

    /// <summary>A pattern, or null if it lets everything through.</summary>
    internal static string? Narrows(string? pattern) => pattern is "*" ? null : pattern;

    internal bool Matches(RuleQuestion question) =>
        IsLike(Swarm, question.Swarm)
        && IsLike(Tenant, question.Tenant)
        && IsLike(Kind, question.Kind)
        && IsLikeAny(Capability, question.Required);

    private static bool IsLikeAny(string? pattern, IReadOnlyList<string> texts)
    {
        if (Narrows(pattern) is null)
            return true;
        for (var i = 0; i < texts.Count; i++)
        {
            if (IsLike(pattern, texts[i]))
                return true;
        }

        return false;
    }

    private static bool IsLike(string? pattern, string? text)
    {
        if (Narrows(pattern) is not { } narrow)
            return true;
        if (text is null)
            return false;
        return narrow[^1] == '*'
            ? text.AsSpan().StartsWith(narrow.AsSpan(0, narrow.Length - 1), StringComparison.Ordinal)
            : string.Equals(narrow, text, StringComparison.Ordinal);
    }
}
