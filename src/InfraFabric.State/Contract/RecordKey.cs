using InfraFabric.Core.Errors;

namespace InfraFabric.State.Contract;

/// <summary>
/// The name of a record, such as <c>tasks/0198…</c>: 1 to 512 visible ASCII characters. Keys are ordered by their
/// characters' codes, the same in every backend.
/// </summary>
public readonly record struct RecordKey : IComparable<RecordKey>
{
    private readonly string? _text;

    public RecordKey(string text)
    {
        if (text.Length is 0 or > StateLimits.MaxKeyLength || text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw Malformed(text);
        _text = text;
    }

    /// <summary>The characters of the key.</summary>
    public string Text => _text ?? throw new InvalidOperationException("A key that was never given a text.");

    public static bool operator <(RecordKey left, RecordKey right) => left.CompareTo(right) < 0;

    public static bool operator >(RecordKey left, RecordKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(RecordKey left, RecordKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RecordKey left, RecordKey right) => left.CompareTo(right) >= 0;

    public int CompareTo(RecordKey other) => string.CompareOrdinal(Text, other.Text);

    public override string ToString() => _text ?? "";

    internal static void RequirePrefix(string prefix)
    {
        if (prefix.Length > StateLimits.MaxKeyLength || prefix.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw Malformed(prefix);
    }

    private static FabricException Malformed(string text) => new(
        ErrorTable.IdInvalid,
        $"The state key {Shown(text)} is malformed.",
        $"A key has 1 to {StateLimits.MaxKeyLength} visible ASCII characters; this one has {text.Length} characters"
            + " or one outside ! to ~.",
        "Correct the key.");

    private static string Shown(string text) => text.Length > 80 ? $"'{text[..80]}…'" : $"'{text}'";
}
