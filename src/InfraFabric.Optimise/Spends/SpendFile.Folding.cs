using SQLitePCL;

namespace InfraFabric.Optimise.Spends;

/// <content>How entries become rows: a row, and how far the ledger was read, are written together.</content>
internal sealed partial class SpendFile
{
    private const int FirstQuantity = 18;

    // Under this stand words that come when there are too many already: spenders choose kinds, and could choose a new
    // one each time.
    private const string Rest = "(others)";

    /// <summary>Whether it is known what a task is.</summary>
    public bool Knows(string task) => Number("SELECT 1 FROM fact WHERE task = ?1", task) is not null;

    /// <summary>Takes in the entries that follow those it has read.</summary>
    /// <param name="entries">The entries; null for one that tells nothing.</param>
    /// <param name="tasks">What was found out about tasks that it did not know.</param>
    public void Add(IReadOnlyList<LedgerFact?> entries, IReadOnlyDictionary<string, TaskFacts> tasks)
    {
        var words = _words.Count;
        try
        {
            _file.Transact(() => AddAll(entries, tasks));
        }
        catch
        {
            // Words of rows that were not written are not known either.
            for (var id = _words.Count - 1; id >= words; id--)
            {
                _ids.Remove(_words[id]);
                _words.RemoveAt(id);
            }

            throw;
        }

        Size += entries.Count;
        _file.TryCheckpoint();
    }

    private void AddAll(IReadOnlyList<LedgerFact?> entries, IReadOnlyDictionary<string, TaskFacts> tasks)
    {
        foreach (var (task, facts) in tasks)
            Know(task, facts);
        var places = Enumerable.Repeat("?", FirstQuantity - 1 + SpendQuantities.Names.Count);
        using var insert = _file.Prepare($"INSERT INTO spend VALUES({string.Join(", ", places)})");
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is not { } entry)
                continue;
            if (SpendFold.IsSpend(entry))
                Insert(insert, Ended(SpendFold.Of(Size + i, entry, FactsOf(SpendFold.TaskOf(entry)))));
            else if (TaskNamed(entry) is { } task)
                Tell(Size + i, task, entry);
        }

        _file.Execute($"UPDATE meta SET size = {Size + entries.Count}");
    }

    // Most tasks have nothing spent on them: of those it is only kept how their claims ended.
    private void Tell(long place, string task, LedgerFact entry)
    {
        if (entry.Operation == "task.add" && TaskSpecs.Of(entry) is { } facts)
            Know(task, facts);
        if (SpendEnds.Of(entry.Operation) is not { } end)
            return;
        // Without a fence it ends what nobody has claimed, and that can still decide about help.
        Run("INSERT OR REPLACE INTO claim VALUES(?1, ?2, ?3, ?4)", task, entry.Fence ?? 0, (long)end, place);
        if (Number("SELECT 1 FROM spend WHERE task = ?1 LIMIT 1", task) is null)
            return;
        if (entry.Fence is { } fence)
            Run("UPDATE spend SET ended = ?3 WHERE task = ?1 AND fence = ?2 AND help = 0", task, fence, (long)end);
        if (SpendEnds.OfHelp(end) is { } help)
            Run("UPDATE spend SET ended = ?2 WHERE task = ?1 AND help = 1", task, (long)help);
    }

    private Spend Ended(Spend spend)
    {
        if (spend.Task is not { } task)
            return spend;
        if (!spend.Help)
        {
            return Number("SELECT ended FROM claim WHERE task = ?1 AND fence = ?2", task, spend.Fence!.Value) is { } end
                ? spend with { End = (SpendEnd)end }
                : spend;
        }

        var last = Number(
            "SELECT ended FROM claim WHERE task = ?1 AND ended <> ?2 ORDER BY place DESC LIMIT 1", task,
            (long)SpendEnd.Released);
        return last is { } known ? spend with { End = SpendEnds.OfHelp((SpendEnd)known)!.Value } : spend;
    }

    private void Know(string task, TaskFacts facts) => Run(
        "INSERT OR REPLACE INTO fact VALUES(?1, ?2, ?3)", task, IdOf(facts.Kind), IdOf(facts.Capability));

    private TaskFacts? FactsOf(string? task)
    {
        if (task is null || Number("SELECT kind FROM fact WHERE task = ?1", task) is not { } kind)
            return null;
        var capability = Number("SELECT capability FROM fact WHERE task = ?1", task)!.Value;
        return new TaskFacts(_words[(int)kind], WordOf((int)capability));
    }

    private void Insert(sqlite3_stmt insert, Spend spend)
    {
        long[] numbers = [spend.Place, spend.Time.UtcTicks, spend.Cost.MicroUsd, (long)spend.End];
        for (var i = 0; i < numbers.Length; i++)
            raw.sqlite3_bind_int64(insert, i + 1, numbers[i]);
        raw.sqlite3_bind_blob(insert, 5, spend.Trace.Value.ToByteArray(bigEndian: true));
        raw.sqlite3_bind_null(insert, 6);
        raw.sqlite3_bind_null(insert, 7);
        if (spend.Task is { } task)
            raw.sqlite3_bind_text(insert, 6, task);
        if (spend.Fence is { } fence)
            raw.sqlite3_bind_int64(insert, 7, fence);
        string?[] words =
            [spend.Swarm, spend.Tenant, spend.Kind, spend.Capability, spend.Model, spend.PriceBook, spend.ServiceTier];
        for (var i = 0; i < words.Length; i++)
            raw.sqlite3_bind_int64(insert, i + 8, IdOf(words[i]));
        bool[] flags = [spend.Batch, spend.Unconfirmed, spend.Help];
        for (var i = 0; i < flags.Length; i++)
            raw.sqlite3_bind_int64(insert, i + 15, flags[i] ? 1 : 0);
        for (var i = 0; i < spend.Quantities.Count; i++)
            raw.sqlite3_bind_int64(insert, i + FirstQuantity, spend.Quantities[i]);
        _file.Run(insert);
    }

    private static string? TaskNamed(LedgerFact entry)
    {
        const string Prefix = "tasks/";
        return entry.Subject.StartsWith(Prefix, StringComparison.Ordinal) ? entry.Subject[Prefix.Length..] : null;
    }

    // Words stand once; none has the number 0.
    private long IdOf(string? word)
    {
        if (string.IsNullOrEmpty(word))
            return 0;
        if (_ids.TryGetValue(word, out var id))
            return id;
        if (_words.Count > OptimiseLimits.MaxWords && word != Rest)
            return IdOf(Rest);
        id = _words.Count;
        using var insert = _file.Prepare("INSERT INTO word VALUES(?, ?)");
        raw.sqlite3_bind_int64(insert, 1, id);
        raw.sqlite3_bind_text(insert, 2, word);
        _file.Run(insert);
        _words.Add(word);
        _ids.Add(word, id);
        return id;
    }

    private string? WordOf(int id) => id == 0 ? null : _words[id];

    private void Run(string sql, string task, params ReadOnlySpan<long> numbers) =>
        _file.Run(Bound(sql, task, numbers));

    private long? Number(string sql, string task, params ReadOnlySpan<long> numbers)
    {
        var statement = Bound(sql, task, numbers);
        long? number = _file.Step(statement) ? raw.sqlite3_column_int64(statement, 0) : null;
        raw.sqlite3_reset(statement);
        return number;
    }

    private sqlite3_stmt Bound(string sql, string task, ReadOnlySpan<long> numbers)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = _file.Prepare(sql));
        raw.sqlite3_bind_text(statement, 1, task);
        for (var i = 0; i < numbers.Length; i++)
            raw.sqlite3_bind_int64(statement, i + 2, numbers[i]);
        return statement;
    }
}
