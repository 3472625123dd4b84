using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace InfraFabric.Server.OpenApi;

/// <summary>
/// What the comments of the API's bodies say of them and of their members, taken from the documentation that the
/// compiler writes: it is said once, for readers of the code and of the description alike.
/// </summary>
internal static class BodyTexts
{
    private const string Resource = "InfraFabric.Api.xml";

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Texts = new(Read);

    /// <summary>What is said of a body; null if nothing is.</summary>
    public static string? Of(Type body) => Texts.Value.GetValueOrDefault($"T:{body.FullName}");

    /// <summary>What is said of a member of a body; null if nothing is.</summary>
    public static string? Of(Type body, string member) => Texts.Value.GetValueOrDefault($"P:{body.FullName}.{member}");

    private static Dictionary<string, string> Read()
    {
        using var resource = typeof(BodyTexts).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} was not built in.");
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in XDocument.Load(resource).Descendants("member"))
        {
            var name = member.Attribute("name")?.Value ?? "";
            Add(texts, name, member.Element("summary"));
            // A positional record has its members' texts with the type.
            if (!name.StartsWith("T:", StringComparison.Ordinal))
                continue;
            foreach (var parameter in member.Elements("param"))
                Add(texts, $"P:{name[2..]}.{parameter.Attribute("name")?.Value}", parameter);
        }

        return texts;
    }

    private static void Add(Dictionary<string, string> texts, string name, XElement? text)
    {
        if (text is null)
            return;
        var plain = new StringBuilder();
        Append(plain, text);
        texts[name] = string.Join(' ', plain.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Append(StringBuilder plain, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText text)
                plain.Append(text.Value);
            else if (node is XElement inner && Reference(inner) is { } reference)
                plain.Append(reference);
            else if (node is XElement other)
                Append(plain, other);
        }
    }

    // Members are called by their names in JSON.
    private static string? Reference(XElement element)
    {
        var name = element.Attribute("cref")?.Value ?? element.Attribute("name")?.Value;
        if (name is null)
            return null;
        var last = name[(name.LastIndexOf('.') + 1)..];
        return name.StartsWith("T:", StringComparison.Ordinal)
            ? last
            : JsonNamingPolicy.SnakeCaseLower.ConvertName(last);
    }
}
