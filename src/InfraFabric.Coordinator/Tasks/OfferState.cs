namespace InfraFabric.Coordinator.Tasks;

/// <summary>To whom a ready task is assigned, and until when that swarm may accept it.</summary>
internal sealed record OfferState
{
    public required string Swarm { get; init; }

    public required DateTimeOffset Until { get; init; }
}
