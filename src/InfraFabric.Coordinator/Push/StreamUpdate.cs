namespace InfraFabric.Coordinator.Push;

/// <summary>
/// What one revision means to a stream; or a picture: all that is with its swarm at a revision, whatever was told
/// before.
/// </summary>
public sealed record StreamUpdate(long Revision, bool IsPicture)
{
    public List<StreamEvent> Events { get; } = [];
}
