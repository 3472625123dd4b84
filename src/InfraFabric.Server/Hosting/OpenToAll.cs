namespace InfraFabric.Server.Hosting;

/// <summary>Marks an endpoint that answers callers who have not proved who they are. All others deny them.</summary>
internal sealed class OpenToAll
{
    public static readonly OpenToAll Mark = new();
}
