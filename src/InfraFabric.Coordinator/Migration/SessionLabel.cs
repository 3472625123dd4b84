using System.Text.RegularExpressions;
using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Migration;

/// <summary>
/// The names of sessions: <c>Session 3</c>, <c>session-4-sip</c> and <c>STATUS-SESSION-4-SIP.yaml</c> are written in
/// one way, that of swarms.
/// </summary>
internal static partial class SessionLabel
{
    private static readonly HashSet<string> Nobody = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "-", "–", "—", "none", "nobody", "no one", "unassigned", "unclaimed", "anyone", "any", "tbd", "n/a", "?",
    };

    /// <summary>The session that an owner's name means; null when it means nobody.</summary>
    public static string? Read(string text)
    {
        var name = text.Trim().TrimStart('@');
        if (Nobody.Contains(name))
            return null;
        return Find(name) ?? Written(name) ?? Cut(name);
    }

    /// <summary>The session that a text mentions.</summary>
    public static string? Find(string text)
    {
        var match = Form().Match(text);
        return match.Success ? Of(match) : null;
    }

    /// <summary>The name of a swarm for whatever a status file calls it: a number, or a name.</summary>
    public static SwarmName? ToSwarm(string text)
    {
        var name = text.Trim();
        var session = name.Length is > 0 and <= 4 && name.All(char.IsAsciiDigit)
            ? $"session-{int.Parse(name)}"
            : Find(name) ?? Written(name);
        return SwarmName.TryParse(session, out var swarm) ? swarm : null;
    }

    /// <summary>Whether a swarm's name is a session's number with more after it.</summary>
    public static bool IsLonger(SwarmName swarm, string session) =>
        swarm.Text.StartsWith($"{session}-", StringComparison.Ordinal);

    private static string Of(Match match)
    {
        var rest = match.Groups["rest"].Value.Trim('-', '_', '.').Replace('_', '-').ToLowerInvariant();
        var session = $"session-{int.Parse(match.Groups["number"].Value)}";
        return rest.Length > 0 && SwarmName.TryParse($"{session}-{rest}", out var whole) ? whole.Text : session;
    }

    private static string? Written(string name)
    {
        var written = name.ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
        return SwarmName.TryParse(written, out var swarm) ? swarm.Text : null;
    }

    private static string Cut(string name) =>
        name.Length <= CoordinatorLimits.MaxLabelLength ? name : name[..CoordinatorLimits.MaxLabelLength];

    [GeneratedRegex(@"\bsession[ _#-]{0,3}(?<number>\d{1,4})\b(?<rest>([_-][A-Za-z0-9]+)*)",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
