namespace InfraFabric.State.Contract;

/// <summary>What a commit did to one key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Record">The record as the commit left it; null if the commit, or the end of its lease, removed
/// it.</param>
public readonly record struct Change(RecordKey Key, Record? Record);
