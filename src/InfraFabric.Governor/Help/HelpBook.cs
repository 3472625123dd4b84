using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.Help;

/// <summary>The blockers that there are and what was done about them, in memory and in step with the store.</summary>
internal sealed class HelpBook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TaskId, (BlockerMark Blocker, long Revision)> _blockers = [];
    private readonly Dictionary<TaskId, (HelpRecord Help, long Revision)> _helps = [];

    /// <summary>Told of a record that cannot be read. It must neither wait nor fail.</summary>
    public Action<string, string>? Unreadable { get; init; }

    public IRecordView Blockers => field ??= new PrefixView(
        WorkReader.Blockers, _lock, _blockers.Clear, _blockers.Remove,
        Guarded((task, record) => _blockers[task] = (RecordBytes.ReadBlocker(record), record.ModifyRevision)));

    public IRecordView Helps => field ??= new PrefixView(
        HelpRecord.Prefix, _lock, _helps.Clear, _helps.Remove,
        Guarded((task, record) => _helps[task] = (RecordBytes.ReadHelp(record), record.ModifyRevision)));

    /// <summary>Blockers about which nothing has been done, or nothing that still helps.</summary>
    public IReadOnlyList<OpenBlocker> Open(Func<Helper, bool> isAtWork)
    {
        lock (_lock)
        {
            return
            [
                .. _blockers.Where(known => !IsHelped(known.Key, known.Value.Revision, isAtWork)).Select(known =>
                    new OpenBlocker(
                        known.Key, known.Value.Blocker, known.Value.Revision,
                        _helps.TryGetValue(known.Key, out var before) ? before.Revision : null)),
            ];
        }
    }

    /// <summary>Help whose blocker has gone.</summary>
    public IReadOnlyList<(TaskId Task, HelpRecord Help, long Revision)> Over()
    {
        lock (_lock)
        {
            return
            [
                .. _helps.Where(known => !_blockers.ContainsKey(known.Key))
                    .Select(known => (known.Key, known.Value.Help, known.Value.Revision)),
            ];
        }
    }

    public HelpRecord? Find(TaskId task)
    {
        lock (_lock)
            return _helps.TryGetValue(task, out var found) ? found.Help : null;
    }

    private bool IsHelped(TaskId task, long blocker, Func<Helper, bool> isAtWork) =>
        _helps.TryGetValue(task, out var found) && found.Help.Blocker == blocker
        && (found.Help.Helpers is { Count: > 0 } helpers
            ? helpers.Any(isAtWork)
            : found.Help.Escalation is not null);

    private Action<TaskId, Record> Guarded(Action<TaskId, Record> put) => (task, record) =>
    {
        try
        {
            put(task, record);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            Unreadable?.Invoke(record.Key.Text, unreadable.Message);
        }
    };

    private sealed class PrefixView(
        string prefix, Lock guard, Action clear, Func<TaskId, bool> remove, Action<TaskId, Record> put) : IRecordView
    {
        public void Replace(IReadOnlyList<Record> records)
        {
            lock (guard)
            {
                clear();
                foreach (var record in records)
                    Put(record.Key, record);
            }
        }

        public void Apply(IReadOnlyList<Change> changes)
        {
            lock (guard)
            {
                foreach (var change in changes)
                    Put(change.Key, change.Record);
            }
        }

        private void Put(RecordKey key, Record? record)
        {
            if (!TaskId.TryParse(key.Text[prefix.Length..], out var task))
                return;
            remove(task);
            if (record is not null)
                put(task, record);
        }
    }
}
