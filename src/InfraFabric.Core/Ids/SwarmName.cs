using System.Diagnostics.CodeAnalysis;

namespace InfraFabric.Core.Ids;

/// <summary>
/// The name under which a swarm registers, such as <c>session-1-ndi</c>. Two swarms are the same only if every
/// character is.
/// </summary>
public readonly record struct SwarmName
{
    /// <summary>Characters of a name.</summary>
    public const int MaxLength = 64;

    private readonly string? _text;

    private SwarmName(string text) => _text = text;

    public string Text => _text ?? throw new InvalidOperationException("A swarm that was never named.");

    public static bool TryParse([NotNullWhen(true)] string? text, out SwarmName name)
    {
        var valid = IdText.IsName(text, MaxLength);
        name = valid ? new SwarmName(text!) : default;
        return valid;
    }

    /// <summary>Reads a name; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static SwarmName Parse(string text) =>
        TryParse(text, out var name) ? name : throw IdText.Malformed("swarm's name", text, "session-1-ndi");

    public override string ToString() => _text ?? "";
}
