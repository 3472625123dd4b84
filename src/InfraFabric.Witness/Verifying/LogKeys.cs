using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <summary>
/// The list of keys that have signed a log, as it is published: one verifier key on a line, after one with the id that
/// tells the ledger from every other.
/// </summary>
public static class LogKeys
{
    private const int MaxKeys = 256;
    private const int MaxIdLength = 64;
    private const string IdLine = "ledger ";

    public static string Write(IEnumerable<NoteKey> keys, string id) =>
        $"{IdLine}{id}\n{string.Concat(keys.Select(key => $"{key}\n"))}";

    /// <summary>The keys of a list; lines that are no key of a kind that is known are passed over.</summary>
    public static IReadOnlyList<NoteKey> Read(string text) =>
        [.. text.Split('\n', MaxKeys + 1).Take(MaxKeys)
            .Select(line => NoteKey.TryParse(line, out var key) ? key : null).OfType<NoteKey>()
            .Where(key => key.Kind == NoteKeyKind.Ed25519)];

    /// <summary>The id of the ledger; null if none is said, or it is none.</summary>
    public static string? IdOf(string text)
    {
        var line = text.Split('\n', 2)[0];
        if (!line.StartsWith(IdLine, StringComparison.Ordinal))
            return null;
        var id = line[IdLine.Length..];
        return id.Length is > 0 and <= MaxIdLength && id.All(char.IsAsciiLetterOrDigit) ? id : null;
    }
}
