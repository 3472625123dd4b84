using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Watches;

/// <summary>All that one revision changed within a watched range.</summary>
internal sealed record EtcdChanges(long Revision, IReadOnlyList<Event> Events, int Bytes);
