using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.Breakers;

/// <summary>How often in a row swarms have failed, in memory and in step with the store.</summary>
internal sealed class FailureBook(Action changed) : IRecordView
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SwarmName, (FailuresRecord Failures, long Revision)> _failures = [];

    /// <summary>Told of a record that cannot be read. It must neither wait nor fail.</summary>
    public Action<string, string>? Unreadable { get; init; }

    public void Replace(IReadOnlyList<Record> records)
    {
        lock (_lock)
        {
            _failures.Clear();
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
                if (change.Record is { } record)
                    Put(record);
                else if (TryName(change.Key, out var swarm))
                    _failures.Remove(swarm);
            }
        }

        changed();
    }

    public (FailuresRecord Failures, long Revision)? Find(SwarmName swarm)
    {
        lock (_lock)
            return _failures.TryGetValue(swarm, out var found) ? found : null;
    }

    /// <summary>The swarms that have failed last.</summary>
    public IReadOnlyList<SwarmName> Swarms()
    {
        lock (_lock)
            return [.. _failures.Keys];
    }

    private static bool TryName(RecordKey key, out SwarmName swarm) =>
        SwarmName.TryParse(key.Text[FailuresRecord.Prefix.Length..], out swarm);

    private void Put(Record record)
    {
        if (!TryName(record.Key, out var swarm))
            return;
        try
        {
            _failures[swarm] = (RecordBytes.ReadFailures(record), record.ModifyRevision);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            Unreadable?.Invoke(record.Key.Text, unreadable.Message);
        }
    }
}
