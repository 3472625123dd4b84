using System.Diagnostics.CodeAnalysis;

namespace InfraFabric.Core.Ids;

/// <summary>
/// What a swarm can do: <c>domain:skill</c>, such as <c>integration:sip</c>, or a version of it:
/// <c>integration:sip@2.1</c>. Lower case, so that two that look alike are the same. What a swarm offers may also be a
/// whole domain: <c>integration:*</c>.
/// </summary>
public readonly record struct Capability : IComparable<Capability>
{
    /// <summary>Characters of the domain, and of the skill.</summary>
    public const int MaxPartLength = 64;

    private const string AnySkill = "*";

    private readonly string? _text;
    private readonly int _colon;

    private Capability(string text, int colon, CapabilityVersion? version) =>
        (_text, _colon, Version) = (text, colon, version);

    public string Text => _text ?? throw new InvalidOperationException("A capability that was never named.");

    public ReadOnlySpan<char> Domain => Text.AsSpan(0, _colon);

    /// <summary>Domain and skill without the version: two of the same name differ in their versions only.</summary>
    public ReadOnlySpan<char> Name => Version is null ? Text : Text.AsSpan(0, Text.IndexOf('@'));

    /// <summary>The version that is required or offered; null if it does not matter or is not stated.</summary>
    public CapabilityVersion? Version { get; }

    /// <summary>Whether it is every skill of its domain.</summary>
    public bool IsDomain => Text.AsSpan(_colon + 1) is AnySkill;

    /// <summary>Reads what can be required: a skill, perhaps in a version.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Capability capability)
    {
        capability = default;
        var colon = text?.IndexOf(':') ?? -1;
        if (colon < 0)
            return false;

        var skill = text.AsSpan(colon + 1);
        CapabilityVersion? version = null;
        if (skill.IndexOf('@') is >= 0 and var at)
        {
            if (!CapabilityVersion.TryParse(skill[(at + 1)..], out var stated))
                return false;
            version = stated;
            skill = skill[..at];
        }

        if (!IsPart(text.AsSpan(0, colon)) || !IsPart(skill))
            return false;
        capability = new Capability(text!, colon, version);
        return true;
    }

    /// <summary>Reads what can be offered: what can be required, or a whole domain, <c>integration:*</c>.</summary>
    public static bool TryParseOffer([NotNullWhen(true)] string? text, out Capability capability)
    {
        var colon = text?.IndexOf(':') ?? -1;
        if (colon < 0 || text.AsSpan(colon + 1) is not AnySkill)
            return TryParse(text, out capability);

        var valid = IsPart(text.AsSpan(0, colon));
        capability = valid ? new Capability(text!, colon, null) : default;
        return valid;
    }

    /// <summary>Reads what is required; an error with IF_ERR_ID_INVALID when it is not a capability.</summary>
    public static Capability Parse(string text) =>
        TryParse(text, out var capability) ? capability : throw IdText.Malformed("capability", text, "integration:sip");

    /// <summary>Reads what is offered; an error with IF_ERR_ID_INVALID when it is not a capability.</summary>
    public static Capability ParseOffer(string text) => TryParseOffer(text, out var capability)
        ? capability
        : throw IdText.Malformed("capability that can be offered", text, "integration:sip or integration:*");

    /// <summary>
    /// Whether who offers this can do what is required. A version that is required must be offered: the same major,
    /// and not lower. A domain offers none.
    /// </summary>
    public bool Covers(Capability required)
    {
        if (IsDomain)
            return required.Version is null && Domain.SequenceEqual(required.Domain);
        return Name.SequenceEqual(required.Name)
            && (required.Version is not { } version || (Version is { } offered && offered.Serves(version)));
    }

    public int CompareTo(Capability other) => string.CompareOrdinal(_text, other._text);

    public static bool operator <(Capability left, Capability right) => left.CompareTo(right) < 0;

    public static bool operator >(Capability left, Capability right) => left.CompareTo(right) > 0;

    public static bool operator <=(Capability left, Capability right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Capability left, Capability right) => left.CompareTo(right) >= 0;

    public override string ToString() => _text ?? "";

    private static bool IsPart(ReadOnlySpan<char> text) =>
        IdText.IsName(text, MaxPartLength) && !text.ContainsAnyInRange('A', 'Z');
}
