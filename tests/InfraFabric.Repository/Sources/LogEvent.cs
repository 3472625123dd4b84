using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InfraFabric.Repository.Sources;

/// <summary>A log message and its id.</summary>
/// <param name="Project">The project that writes it.</param>
/// <param name="Path">The file.</param>
/// <param name="Id">Its event id; null when none is written there as a number.</param>
internal sealed record LogEvent(string Project, string Path, int? Id)
{
    public static IEnumerable<LogEvent> ReadAll(string path, string text) =>
        from attribute in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute"
        select new LogEvent(path.Split('/')[1], path, IdOf(attribute));

    /// <summary>
    /// What is wrong with the ids of all messages: an id is written once, and each project has a range of its own.
    /// </summary>
    public static IEnumerable<string> Breaches(IReadOnlyList<LogEvent> events)
    {
        foreach (var nameless in events.Where(e => e.Id is null))
            yield return $"{nameless.Path}: a log message has no number for an id";
        foreach (var same in events.Where(e => e.Id is not null).GroupBy(e => e.Id).Where(group => group.Count() > 1))
            yield return $"the id {same.Key} is used in {string.Join(" and ", same.Select(e => e.Path))}";

        var ranges = events.Where(e => e.Id is not null).GroupBy(e => e.Project)
            .Select(group => (Project: group.Key, First: group.Min(e => e.Id), Last: group.Max(e => e.Id)))
            .OrderBy(range => range.First).ToList();
        foreach (var (lower, upper) in ranges.Zip(ranges.Skip(1)).Where(pair => pair.First.Last >= pair.Second.First))
            yield return $"the ids of {lower.Project} reach into those of {upper.Project}";
    }

    // Either the first argument, or the one that is named for it.
    private static int? IdOf(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? [];
        var named = arguments.FirstOrDefault(a => (a.NameEquals?.Name ?? a.NameColon?.Name)?.Identifier.Text
            is "EventId" or "eventId");
        var argument = named ?? arguments.FirstOrDefault(a => a.NameEquals is null && a.NameColon is null);
        return argument?.Expression is LiteralExpressionSyntax { Token.Value: int id } ? id : null;
    }
}
