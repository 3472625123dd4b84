namespace InfraFabric.Server.Tests.Tokens;

/// <summary>Texts that differ from a signed one in one place.</summary>
internal static class Tampered
{
    /// <summary>Each character changed to its neighbour in the alphabet, each left out, and some put in.</summary>
    public static IEnumerable<string> Of(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var other = text[i] switch { 'A' => 'B', '.' => '-', _ => 'A' };
            yield return $"{text[..i]}{other}{text[(i + 1)..]}";
            yield return text.Remove(i, 1);
        }

        // The last character has bits that say nothing: a careless reader takes any of these for the same bytes.
        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Except([text[^1]]))
            yield return text[..^1] + last;
        foreach (var more in (string[])["A", ".", "=", " ", "==", ".A"])
            yield return text + more;
        yield return text.Insert(text.IndexOf('.') + 5, " ");
    }
}
