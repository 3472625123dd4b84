namespace InfraFabric.State.Backup;

/// <summary>What a backup holds.</summary>
/// <param name="Revision">The revision that it shows.</param>
/// <param name="Records">How many records.</param>
/// <param name="Notes">How many notes that the witness had not taken yet.</param>
/// <param name="Bytes">Its size.</param>
public sealed record BackupSummary(long Revision, long Records, long Notes, long Bytes);
