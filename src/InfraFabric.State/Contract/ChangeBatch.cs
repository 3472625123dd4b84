namespace InfraFabric.State.Contract;

/// <summary>
/// All the changes of one revision under a watched prefix. Resume a watch after <paramref name="Revision"/>.
/// </summary>
public sealed record ChangeBatch(long Revision, IReadOnlyList<Change> Changes);
