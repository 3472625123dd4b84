namespace InfraFabric.Coordinator.Records;

/// <summary>A server that serves this store, under <c>members/{name}</c>, on a lease.</summary>
public sealed record MemberRecord(string Name, string Url, string Version, DateTimeOffset Since);
