using InfraFabric.State.Contract;

namespace InfraFabric.Server.Identity;

/// <summary>What tells this fabric from all others, made once and never changed.</summary>
internal sealed record FabricIdRecord(string Id, DateTimeOffset CreatedAt)
{
    public static readonly RecordKey Key = new("fabric/id");
}
