namespace InfraFabric.State.Memory;

/// <summary>
/// A long queue with an index. It grows and shrinks by segments, so that neither ever moves what is in it: a list of a
/// million entries would stop everybody while it doubles.
/// </summary>
internal sealed class SegmentedQueue<T>
{
    private const int SegmentLength = 1024;

    private readonly List<T[]> _segments = [];
    private int _start;

    public int Count { get; private set; }

    public T this[int index] => _segments[(_start + index) / SegmentLength][(_start + index) % SegmentLength];

    public void Add(T item)
    {
        var end = _start + Count;
        if (end / SegmentLength == _segments.Count)
            _segments.Add(new T[SegmentLength]);
        _segments[end / SegmentLength][end % SegmentLength] = item;
        Count++;
    }

    /// <summary>Drops the oldest.</summary>
    public void RemoveFirst(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _segments[_start / SegmentLength][_start % SegmentLength] = default!;
            _start++;
            Count--;
        }

        var emptied = _start / SegmentLength;
        // The list of segments itself is short; it is cut in bulk all the same.
        if (emptied > _segments.Count / 2)
        {
            _segments.RemoveRange(0, emptied);
            _start -= emptied * SegmentLength;
        }
        else
        {
            for (var i = emptied - 1; i >= 0 && _segments[i].Length > 0; i--)
                _segments[i] = [];
        }
    }
}
