using System.Text.Json;

namespace InfraFabric.Server.Tests.Hostile;

/// <summary>What came back on a connection: an answer, or nothing because it was closed.</summary>
internal sealed record RawAnswer(int Status, string Text)
{
    public static readonly RawAnswer Closed = new(0, "");

    /// <summary>The code of the problem that is in the body; null if there is none.</summary>
    public string? Code
    {
        get
        {
            var body = Text.IndexOf('{', StringComparison.Ordinal);
            if (body < 0 || !Text.Contains("application/problem+json", StringComparison.OrdinalIgnoreCase))
                return null;
            var end = Text.LastIndexOf('}');
            using var json = JsonDocument.Parse(Text[body..(end + 1)]);
            return json.RootElement.GetProperty("code").GetString();
        }
    }
}
