namespace InfraFabric.Server.Hosting;

/// <summary>
/// Marks a connection that came through the Unix socket of the home, whose folder only its owner may enter: the file
/// system has proved who calls.
/// </summary>
internal sealed class OwnerConnection
{
    public static readonly OwnerConnection Mark = new();
}
