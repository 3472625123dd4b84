using System.Diagnostics.CodeAnalysis;

namespace InfraFabric.Core.Ids;

/// <summary>
/// What a swarm can do: <c>domain:skill</c>, such as <c>integration:sip</c>. Lower case, so that two that look alike
/// are the same.
/// </summary>
public readonly record struct Capability : IComparable<Capability>
{
    /// <summary>Characters of the domain, and of the skill.</summary>
    public const int MaxPartLength = 64;

    private readonly string? _text;

    private Capability(string text) => _text = text;

    public string Text => _text ?? throw new InvalidOperationException("A capability that was never named.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Capability capability)
    {
        capability = default;
        var colon = text?.IndexOf(':') ?? -1;
        if (colon < 0
            || !IdText.IsName(text.AsSpan(0, colon), MaxPartLength)
            || !IdText.IsName(text.AsSpan(colon + 1), MaxPartLength)
            || text.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            return false;
        }

        capability = new Capability(text!);
        return true;
    }

    /// <summary>Reads a capability; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static Capability Parse(string text) =>
        TryParse(text, out var capability) ? capability : throw IdText.Malformed("capability", text, "integration:sip");

    public int CompareTo(Capability other) => string.CompareOrdinal(_text, other._text);

    public static bool operator <(Capability left, Capability right) => left.CompareTo(right) < 0;

    public static bool operator >(Capability left, Capability right) => left.CompareTo(right) > 0;

    public static bool operator <=(Capability left, Capability right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Capability left, Capability right) => left.CompareTo(right) >= 0;

    public override string ToString() => _text ?? "";
}
