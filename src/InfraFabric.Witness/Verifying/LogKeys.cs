using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <summary>The list of keys that have signed a log, as it is published: one verifier key on a line.</summary>
public static class LogKeys
{
    private const int MaxKeys = 256;

    public static string Write(IEnumerable<NoteKey> keys) => string.Concat(keys.Select(key => $"{key}\n"));

    /// <summary>The keys of a list; lines that are no key of a kind that is known are passed over.</summary>
    public static IReadOnlyList<NoteKey> Read(string text) =>
        [.. text.Split('\n', MaxKeys + 1).Take(MaxKeys)
            .Select(line => NoteKey.TryParse(line, out var key) ? key : null).OfType<NoteKey>()
            .Where(key => key.Kind == NoteKeyKind.Ed25519)];
}
