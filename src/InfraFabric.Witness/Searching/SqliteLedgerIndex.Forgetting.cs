using InfraFabric.Witness.Entries;
using SQLitePCL;

namespace InfraFabric.Witness.Searching;

/// <content>
/// What is removed from the index: the rows of entries, and their words, which the full text can only be rid of by
/// whoever has the text.
/// </content>
internal sealed partial class SqliteLedgerIndex
{
    // Pages of the full text that are merged at once, so that new entries need not wait long.
    private const int PagesMerged = 500;

    private bool _isMerging;

    /// <summary>Nothing is found any more before this place.</summary>
    public long Forgotten { get; private set; }

    /// <summary>
    /// Forgets the entries that follow those that it has forgotten already. False if it has words of one whose text is
    /// gone: then only making it anew helps.
    /// </summary>
    public bool TryForget(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var end = Forgotten + entries.Count;
        // Not only forgotten: what was there is overwritten.
        _file.Execute("PRAGMA secure_delete=ON");
        var isDone = true;
        _file.Transact(() =>
        {
            using var forget = _file.Prepare("INSERT INTO why(why, rowid, text) VALUES('delete', ?, ?)");
            for (var i = 0; i < entries.Count && isDone; i++)
                isDone = TryForget(forget, Forgotten + i, entries[i]);
            if (!isDone)
                return;
            _file.Execute($"DELETE FROM entry WHERE place < {end}");
            _file.Execute($"DELETE FROM span WHERE block < {end >> BlockBits}");
            _file.Execute($"UPDATE meta SET forgotten = {end}");
        });
        if (isDone)
            Forgotten = end;
        return isDone;
    }

    /// <summary>
    /// Takes one step towards a full text that has no trace of what it has forgotten; false once there is none.
    /// </summary>
    public bool TryMerge()
    {
        var before = _file.ReadNumber("SELECT total_changes()");
        // A negative number begins: it has all of it merged, and the others go on with that.
        _file.Execute($"INSERT INTO why(why, rank) VALUES('merge', {(_isMerging ? PagesMerged : -PagesMerged)})");
        _isMerging = _file.ReadNumber("SELECT total_changes()") - before >= 2;
        if (_isMerging)
            return true;
        _file.Execute("PRAGMA secure_delete=OFF");
        _file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return false;
    }

    private bool TryForget(sqlite3_stmt forget, long place, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return _file.ReadNumber($"SELECT count(*) FROM entry WHERE place = {place}") == 0;
        if (EntryForm.Read(bytes).Why is not { Length: > 0 } why)
            return true;
        raw.sqlite3_bind_int64(forget, 1, place);
        raw.sqlite3_bind_text(forget, 2, why);
        _file.Run(forget);
        return true;
    }
}
