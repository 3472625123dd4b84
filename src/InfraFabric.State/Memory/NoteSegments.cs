namespace InfraFabric.State.Memory;

/// <summary>
/// The bytes of the notes that wait, in large segments. The collector never moves an array of this size, so that notes
/// by the hundred thousand cost it nothing; a segment is let go of with its last note.
/// </summary>
internal sealed class NoteSegments
{
    private const int SegmentBytes = 1024 * 1024;

    private byte[] _segment = [];
    private int _used;

    /// <summary>Keeps a copy of a note.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> note)
    {
        if (_segment.Length - _used < note.Length)
        {
            _segment = GC.AllocateUninitializedArray<byte>(Math.Max(SegmentBytes, note.Length));
            _used = 0;
        }

        var kept = _segment.AsMemory(_used, note.Length);
        note.CopyTo(kept.Span);
        _used += note.Length;
        return kept;
    }
}
