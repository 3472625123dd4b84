namespace InfraFabric.State.Embedded;

/// <summary>
/// Which revision each row of the log ends with, so that rows which history has forgotten can be deleted.
/// </summary>
internal sealed class LogIndex
{
    private readonly List<(long LastRevision, int Bytes)> _rows = [];

    public LogIndex(long firstSequence) => FirstSequence = firstSequence;

    public long FirstSequence { get; private set; }

    public void Add(long lastRevision, int bytes) => _rows.Add((lastRevision, bytes));

    /// <summary>The first row with an entry after a revision.</summary>
    public long FirstAfter(long revision)
    {
        var index = _rows.FindIndex(row => row.LastRevision > revision);
        return FirstSequence + (index < 0 ? _rows.Count : index);
    }

    /// <summary>Forgets the rows before one; the bytes of those that stay.</summary>
    public long ForgetBefore(long sequence)
    {
        _rows.RemoveRange(0, (int)(sequence - FirstSequence));
        FirstSequence = sequence;
        return _rows.Sum(row => (long)row.Bytes);
    }
}
