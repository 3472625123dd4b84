using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace InfraFabric.Core.Ids;

/// <summary>
/// Who acts: <c>if://agent/&lt;name&gt;/&lt;n&gt;</c>, such as <c>if://agent/Finance.Agent/42</c>. The name says the
/// role, the number tells apart those who have the same one. Two agents are the same only if every character is.
/// </summary>
public readonly record struct AgentName
{
    /// <summary>Characters of the name.</summary>
    public const int MaxNameLength = 64;

    private const string Prefix = "if://agent/";

    private readonly string? _name;

    private AgentName(string name, uint number)
    {
        _name = name;
        Number = number;
    }

    /// <summary>The role, such as <c>Finance.Agent</c>.</summary>
    public string Name => _name ?? throw new InvalidOperationException("An agent that was never named.");

    /// <summary>Which of those with that role.</summary>
    public uint Number { get; }

    /// <summary>Names an agent; an error with IF_ERR_ID_INVALID when that is no name.</summary>
    public static AgentName Of(string name, uint number) =>
        IdText.IsName(name, MaxNameLength)
            ? new AgentName(name, number)
            : throw IdText.Malformed("agent's name", name, "Finance.Agent");

    /// <summary>Reads <c>if://agent/&lt;name&gt;/&lt;n&gt;</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AgentName agent)
    {
        agent = default;
        var rest = text.AsSpan();
        if (!rest.StartsWith(Prefix))
            return false;

        rest = rest[Prefix.Length..];
        var slash = rest.IndexOf('/');
        if (slash < 0 || !IdText.IsName(rest[..slash], MaxNameLength))
            return false;
        if (!TryParseNumber(rest[(slash + 1)..], out var number))
            return false;

        agent = new AgentName(rest[..slash].ToString(), number);
        return true;
    }

    /// <summary>Reads an agent's name; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static AgentName Parse(string text) =>
        TryParse(text, out var agent)
            ? agent
            : throw IdText.Malformed("agent's name", text, "if://agent/Finance.Agent/42");

    public override string ToString() => _name is null ? "" : $"{Prefix}{_name}/{Number}";

    // One number is written in one way only: no sign, no leading zero.
    private static bool TryParseNumber(ReadOnlySpan<char> text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && (text.Length == 1 || text[0] != '0');
}
