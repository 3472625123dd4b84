using InfraFabric.State.Contract;

namespace InfraFabric.State.Following;

/// <summary>What a <see cref="RecordFollower"/> keeps in step. It is called by one thread at a time.</summary>
public interface IRecordView
{
    /// <summary>These are all records that there are.</summary>
    void Replace(IReadOnlyList<Record> records);

    /// <summary>Records were made, changed or removed, all by one revision.</summary>
    void Apply(IReadOnlyList<Change> changes);
}
