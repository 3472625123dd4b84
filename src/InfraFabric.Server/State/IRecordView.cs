using InfraFabric.State.Contract;

namespace InfraFabric.Server.State;

/// <summary>What a <see cref="RecordFollower"/> keeps in step. It is called by one thread at a time.</summary>
internal interface IRecordView
{
    /// <summary>These are all records that there are.</summary>
    void Replace(IReadOnlyList<Record> records);

    /// <summary>One record was made, changed or removed.</summary>
    void Apply(Change change);
}
