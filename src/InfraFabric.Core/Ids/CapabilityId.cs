using System.Diagnostics.CodeAnalysis;

namespace InfraFabric.Core.Ids;

/// <summary>
/// Something that can be done through an adapter: <c>if://capability/&lt;id&gt;</c>, such as
/// <c>if://capability/vmix.switcher</c>. Ids are lower case, so that two that look alike are the same.
/// </summary>
public readonly record struct CapabilityId
{
    /// <summary>Characters of the id.</summary>
    public const int MaxIdLength = 128;

    private const string Prefix = "if://capability/";

    private readonly string? _id;

    private CapabilityId(string id) => _id = id;

    /// <summary>The part after <c>if://capability/</c>.</summary>
    public string Id => _id ?? throw new InvalidOperationException("A capability that was never named.");

    /// <summary>Reads <c>if://capability/&lt;id&gt;</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CapabilityId capability)
    {
        capability = default;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;

        var id = text[Prefix.Length..];
        if (!IdText.IsName(id, MaxIdLength) || id.AsSpan().ContainsAnyInRange('A', 'Z'))
            return false;

        capability = new CapabilityId(id);
        return true;
    }

    /// <summary>Reads a capability's id; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static CapabilityId Parse(string text) =>
        TryParse(text, out var capability)
            ? capability
            : throw IdText.Malformed("capability's id", text, "if://capability/vmix.switcher");

    public override string ToString() => _id is null ? "" : Prefix + _id;
}
