using InfraFabric.Governor.Records;
using InfraFabric.Governor.Registry;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Policy;

/// <summary>What a policy changes of what is known of a swarm.</summary>
/// <param name="Key">The record.</param>
/// <param name="Revision">Its revision as it was read; null if there was none.</param>
/// <param name="After">What it becomes; null if it goes.</param>
internal sealed record RegistryChange(RecordKey Key, long? Revision, RegistryRecord? After)
{
    public Guard Guard => Revision is { } known ? Guard.Unchanged(Key, known) : Guard.Absent(Key);

    public Write Write => After is null ? Write.Delete(Key) : Write.Put(Key, RecordBytes.Of(After));
}
