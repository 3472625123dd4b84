using System.Text.Json;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.Breakers;

/// <summary>What the policy in force says of breakers; the defaults while there is none.</summary>
internal sealed class PolicyView : IRecordView
{
    private BreakerPolicy _policy = new();

    /// <summary>Told of a record that cannot be read: then the policy before it stays.</summary>
    public Action<string, string>? Unreadable { get; init; }

    /// <summary>Told that it may have changed. It must neither wait nor fail.</summary>
    public Action? Changed { get; init; }

    public BreakerPolicy Policy => Volatile.Read(ref _policy);

    public void Replace(IReadOnlyList<Record> records) =>
        Take(records.FirstOrDefault(record => record.Key == BreakerPolicy.Key));

    public void Apply(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes.Where(change => change.Key == BreakerPolicy.Key))
            Take(change.Record);
    }

    private void Take(Record? record)
    {
        try
        {
            Volatile.Write(ref _policy, record is null ? new BreakerPolicy() : RecordBytes.ReadPolicy(record));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            Unreadable?.Invoke(record!.Key.Text, unreadable.Message);
        }

        Changed?.Invoke();
    }
}
