using System.Globalization;
using System.Text;
using Google.Protobuf;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Etcd;

/// <summary>
/// Where things are in etcd, under one prefix: records in <c>r/</c>, notes in <c>o/</c>, leases in <c>l/</c>, the
/// markers of clients in <c>c/</c>. The keys are part of the stored format.
/// </summary>
internal sealed class KeyLayout(string prefix)
{
    public string Records { get; } = prefix + "r/";

    public string Notes { get; } = prefix + "o/";

    public string Leases { get; } = prefix + "l/";

    /// <summary>Keys that are attached to the native leases: they vanish when the lease ends.</summary>
    public string Sentinels { get; } = prefix + "l/a/";

    /// <summary>What we remember of each lease until its end has a note.</summary>
    public string LeaseRecords { get; } = prefix + "l/r/";

    /// <summary>A key that nothing is ever stored under.</summary>
    public ByteString Probe { get; } = Bytes(prefix + "p");

    public string Record(RecordKey key) => Records + key.Text;

    public string Sentinel(LeaseId lease) => Sentinels + lease;

    public string LeaseRecord(LeaseId lease) => LeaseRecords + lease;

    public string Marker(long lane) => string.Create(CultureInfo.InvariantCulture, $"{prefix}c/{lane:x16}");

    /// <summary>
    /// What the notes of one transaction begin with. It starts with a revision that the transaction's own revision is
    /// certain to exceed, so that the keys of notes are in the order of their commits but for the few that overlapped.
    /// </summary>
    public string NoteGroup(long revisionBefore, long lane, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{Notes}{revisionBefore:x16}-{lane:x16}-{sequence:x}/");

    public static string Note(string group, int order) =>
        string.Create(CultureInfo.InvariantCulture, $"{group}{order:D4}");

    /// <summary>What the keys of one transaction's notes have in common, read back from one of them.</summary>
    public static string NoteGroupOf(string noteKey) => noteKey[..(noteKey.LastIndexOf('/') + 1)];

    public static int NoteOrderOf(string noteKey) =>
        int.Parse(noteKey.AsSpan(noteKey.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The revision that a note's own is certain to exceed.</summary>
    public long NoteRevisionBefore(string noteKey) => long.Parse(
        noteKey.AsSpan(Notes.Length, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public RecordKey RecordKeyOf(ByteString key) => new(Text(key)[Records.Length..]);

    /// <summary>The lease that a sentinel or a lease record is of.</summary>
    public LeaseId LeaseOf(string key) => new(long.Parse(
        key.AsSpan(Sentinels.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    public static ByteString Bytes(string key) => ByteString.CopyFrom(key, Encoding.ASCII);

    public static string Text(ByteString key) => Encoding.ASCII.GetString(key.Span);

    /// <summary>The first key after all that begin with this text, which ends below the last character.</summary>
    public static ByteString End(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        bytes[^1]++;
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
