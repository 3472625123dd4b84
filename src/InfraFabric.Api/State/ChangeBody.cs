namespace InfraFabric.Api.State;

/// <summary>What a commit did to one key: the record as it left it, or none where it removed it.</summary>
public sealed record ChangeBody(string Key, RecordBody? Record);
