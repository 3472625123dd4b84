using System.Text.RegularExpressions;

namespace InfraFabric.Governor.Importing;

/// <summary>
/// The words from which an ability is inferred. It is a proposal for a person to look at: what a document calls by
/// another name is not found, and what it only mentions is.
/// </summary>
internal static partial class SkillWords
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ndi"] = "integration:ndi",
        ["sip"] = "integration:sip",
        ["webrtc"] = "integration:webrtc",
        ["h323"] = "integration:h323",
        ["h.323"] = "integration:h323",
        ["mqtt"] = "integration:mqtt",
        ["vmix"] = "integration:vmix",
        ["obs"] = "integration:obs",
        ["telephony"] = "telephony:protocols",
        ["voip"] = "telephony:protocols",
        ["video"] = "streaming:video",
        ["audio"] = "streaming:audio",
        ["streaming"] = "streaming:video",
        ["c#"] = "code:csharp",
        ["csharp"] = "code:csharp",
        [".net"] = "code:csharp",
        ["python"] = "code:python",
        ["rust"] = "code:rust",
        ["golang"] = "code:go",
        ["java"] = "code:java",
        ["javascript"] = "code:javascript",
        ["typescript"] = "code:typescript",
        ["wasm"] = "runtime:wasm",
        ["webassembly"] = "runtime:wasm",
        ["docker"] = "runtime:containers",
        ["kubernetes"] = "infra:kubernetes",
        ["terraform"] = "infra:terraform",
        ["etcd"] = "infra:etcd",
        ["nats"] = "infra:nats",
        ["devops"] = "infra:operations",
        ["deployment"] = "infra:deployment",
        ["postgres"] = "data:sql",
        ["postgresql"] = "data:sql",
        ["sql"] = "data:sql",
        ["database"] = "data:sql",
        ["cli"] = "code:cli",
        ["frontend"] = "code:frontend",
        ["dashboard"] = "code:frontend",
        ["api"] = "code:api",
        ["testing"] = "quality:testing",
        ["tests"] = "quality:testing",
        ["qa"] = "quality:testing",
        ["review"] = "quality:review",
        ["security"] = "security:review",
        ["cryptography"] = "security:cryptography",
        ["documentation"] = "docs:writing",
        ["docs"] = "docs:writing",
        ["research"] = "research:general",
        ["architecture"] = "design:architecture",
    };

    /// <summary>What the words of a text stand for, each with the word.</summary>
    public static IEnumerable<(string Word, string Capability)> Find(string text)
    {
        foreach (Match match in WordForm().Matches(text))
        {
            // A full stop at the end belongs to the sentence.
            var word = match.Value.TrimEnd('.');
            if (Known.TryGetValue(word, out var capability))
                yield return (word, capability);
        }
    }

    [GeneratedRegex(@"[A-Za-z.][A-Za-z0-9.#+]*", RegexOptions.NonBacktracking)]
    private static partial Regex WordForm();
}
