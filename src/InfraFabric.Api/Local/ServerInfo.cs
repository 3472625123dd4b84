namespace InfraFabric.Api.Local;

/// <summary>What a running server tells the owner of its home: which process it is and where it listens.</summary>
public sealed record ServerInfo(int ProcessId, string Url, string Socket, string Backend);
