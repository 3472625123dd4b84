using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.Breakers;

/// <summary>All breakers that are not closed, in memory and in step with the store.</summary>
internal sealed class BreakerBook : IRecordView
{
    private const string Damaged = "Its record cannot be read.";

    private readonly Lock _lock = new();
    private readonly Dictionary<SwarmName, (BreakerRecord Breaker, long Revision)> _breakers = [];

    /// <summary>Told of a record that cannot be read. It must neither wait nor fail.</summary>
    public Action<string, string>? Unreadable { get; init; }

    /// <summary>Told that something has changed. It must neither wait nor fail.</summary>
    public Action? Changed { get; init; }

    public void Replace(IReadOnlyList<Record> records)
    {
        lock (_lock)
        {
            _breakers.Clear();
            foreach (var record in records)
                Put(record);
        }

        Changed?.Invoke();
    }

    public void Apply(IReadOnlyList<Change> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                if (change.Record is { } record)
                    Put(record);
                else if (SwarmName.TryParse(NameOf(change.Key), out var swarm))
                    _breakers.Remove(swarm);
            }
        }

        Changed?.Invoke();
    }

    /// <summary>A swarm's breaker and the revision that last changed it; null if it is closed.</summary>
    public (BreakerRecord Breaker, long Revision)? Find(SwarmName swarm)
    {
        lock (_lock)
            return _breakers.TryGetValue(swarm, out var found) ? found : null;
    }

    public IReadOnlyList<BreakerStatus> List()
    {
        lock (_lock)
        {
            return
            [
                .. _breakers.Select(known => new BreakerStatus(known.Key, known.Value.Breaker, known.Value.Revision))
                    .OrderBy(breaker => breaker.Swarm.Text, StringComparer.Ordinal),
            ];
        }
    }

    public static string NameOf(RecordKey key) => key.Text[BreakerRecord.Prefix.Length..];

    /// <summary>
    /// A breaker as it is stored. One that nobody can read is open: then nothing is let through, until a human has
    /// looked.
    /// </summary>
    public static BreakerRecord ReadOrDamaged(Record record)
    {
        try
        {
            return RecordBytes.ReadBreaker(record);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            return new BreakerRecord
            {
                State = BreakerState.Open,
                Reason = BreakerReason.Manual,
                Detail = Damaged,
                Since = default,
                By = "",
            };
        }
    }

    private void Put(Record record)
    {
        if (!SwarmName.TryParse(NameOf(record.Key), out var swarm))
            return;
        var breaker = ReadOrDamaged(record);
        if (breaker.Detail == Damaged)
            Unreadable?.Invoke(record.Key.Text, Damaged);
        _breakers[swarm] = (breaker, record.ModifyRevision);
    }
}
