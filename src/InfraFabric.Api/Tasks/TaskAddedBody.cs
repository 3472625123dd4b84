namespace InfraFabric.Api.Tasks;

/// <summary>The answer to adding a task.</summary>
/// <param name="Id">The task: the new one, or the one that the idempotency key had made before.</param>
/// <param name="Created">Whether this call made it.</param>
/// <param name="Revision">The commit that made it.</param>
/// <param name="Name">The name that the call gave it.</param>
public sealed record TaskAddedBody(string Id, bool Created, long Revision, string? Name = null);
