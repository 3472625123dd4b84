using System.Text.Json;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.Breakers;

/// <summary>What the policy in force says of breakers; the defaults while there is none.</summary>
internal sealed class PolicyView : IRecordView
{
    private PolicyRecord _terms = PolicyRecord.Default;
    private BreakerPolicy _policy = BreakerPolicy.Of(PolicyRecord.Default);

    /// <summary>Told of a record that cannot be read: then the policy before it stays.</summary>
    public Action<string, string>? Unreadable { get; init; }

    /// <summary>Told that it may have changed. It must neither wait nor fail.</summary>
    public Action? Changed { get; init; }

    public BreakerPolicy Policy => Volatile.Read(ref _policy);

    /// <summary>All that the policy in force says.</summary>
    public PolicyRecord Terms => Volatile.Read(ref _terms);

    public void Replace(IReadOnlyList<Record> records) =>
        Take(records.FirstOrDefault(record => record.Key.Text == PolicyRecord.Key));

    public void Apply(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes.Where(change => change.Key.Text == PolicyRecord.Key))
            Take(change.Record);
    }

    private void Take(Record? record)
    {
        try
        {
            var policy = record is null ? PolicyRecord.Default : RecordBytes.ReadPolicy(record);
            Volatile.Write(ref _terms, policy);
            Volatile.Write(ref _policy, BreakerPolicy.Of(policy));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            Unreadable?.Invoke(record!.Key.Text, unreadable.Message);
        }

        Changed?.Invoke();
    }
}
