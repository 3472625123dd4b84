namespace InfraFabric.Api.State;

/// <summary>All the changes of one revision under a watched prefix. Resume after <paramref name="Revision"/>.</summary>
public sealed record ChangeBatchBody(long Revision, IReadOnlyList<ChangeBody> Changes);
