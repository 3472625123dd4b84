using System.Text.Json;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.Escalation;

/// <summary>All escalations, in memory and in step with the store, in the order in which they were made.</summary>
internal sealed class EscalationBook(Action changed) : IRecordView
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EscalationId, KnownEscalation> _known = [];
    private readonly SortedSet<(long Made, string Id)> _order = [];

    /// <summary>Told of a record that cannot be read. It must neither wait nor fail.</summary>
    public Action<string, string>? Unreadable { get; init; }

    public void Replace(IReadOnlyList<Record> records)
    {
        lock (_lock)
        {
            _known.Clear();
            _order.Clear();
            foreach (var record in records)
                Put(record);
        }

        changed();
    }

    public void Apply(IReadOnlyList<Change> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                Remove(change.Key);
                if (change.Record is { } record)
                    Put(record);
            }
        }

        changed();
    }

    public KnownEscalation? Find(EscalationId id)
    {
        lock (_lock)
            return _known.GetValueOrDefault(id);
    }

    /// <summary>Those that were made after a revision, the oldest first.</summary>
    public IReadOnlyList<KnownEscalation> MadeAfter(long revision)
    {
        lock (_lock)
        {
            return
            [
                .. _order.GetViewBetween((revision + 1, ""), (long.MaxValue, ""))
                    .Select(one => _known[EscalationId.Parse(one.Id)]),
            ];
        }
    }

    private void Put(Record record)
    {
        if (!TryName(record.Key, out var id))
            return;
        try
        {
            _known[id] = new KnownEscalation(
                id, RecordBytes.ReadEscalation(record), record.CreateRevision, record.ModifyRevision);
            _order.Add((record.CreateRevision, id.ToString()));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            Unreadable?.Invoke(record.Key.Text, unreadable.Message);
        }
    }

    private void Remove(RecordKey key)
    {
        if (TryName(key, out var id) && _known.Remove(id, out var gone))
            _order.Remove((gone.Made, id.ToString()));
    }

    private static bool TryName(RecordKey key, out EscalationId id) =>
        EscalationId.TryParse(key.Text[EscalationId.Prefix.Length..], out id);
}
