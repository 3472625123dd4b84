using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>The notes that the witness has not yet taken, oldest first.</summary>
internal sealed class Outbox
{
    private readonly SegmentedQueue<(NotePosition Position, ReadOnlyMemory<byte> Encoded)> _notes = new();
    private readonly NoteSegments _segments = new();

    public int Count => _notes.Count;

    /// <summary>The notes up to here were removed.</summary>
    public NotePosition RemovedUpTo { get; private set; }

    public void Add(NotePosition position, ReadOnlySpan<byte> encoded)
    {
        if (position > RemovedUpTo)
            _notes.Add((position, _segments.Keep(encoded)));
    }

    public void RemoveUpTo(NotePosition position)
    {
        if (position <= RemovedUpTo)
            return;
        RemovedUpTo = position;
        _notes.RemoveFirst(FirstAfter(position));
    }

    /// <summary>The oldest notes after a position and up to a revision, still encoded.</summary>
    public List<(NotePosition Position, ReadOnlyMemory<byte> Encoded)> Read(
        NotePosition after, long upToRevision, int limit)
    {
        var found = new List<(NotePosition, ReadOnlyMemory<byte>)>();
        for (var i = FirstAfter(after); i < _notes.Count && found.Count < limit; i++)
        {
            if (_notes[i].Position.Revision > upToRevision)
                break;
            found.Add(_notes[i]);
        }

        return found;
    }

    private int FirstAfter(NotePosition position)
    {
        int low = 0, high = _notes.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_notes[middle].Position <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
