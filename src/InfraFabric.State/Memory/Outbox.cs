using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>The notes that the witness has not yet taken, oldest first.</summary>
internal sealed class Outbox
{
    // Removed notes are cut off in bulk, when they are half of the list.
    private readonly List<(NotePosition Position, ReadOnlyMemory<byte> Encoded)> _notes = [];
    private readonly NoteSegments _segments = new();
    private int _start;

    public int Count => _notes.Count - _start;

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
        for (; _start < _notes.Count && _notes[_start].Position <= position; _start++)
            _notes[_start] = default;
        if (_start > _notes.Count / 2)
        {
            _notes.RemoveRange(0, _start);
            _start = 0;
        }
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
        int low = _start, high = _notes.Count;
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
