namespace InfraFabric.Server.Identity;

/// <summary>
/// Marks an endpoint whose calls run to their end also when their caller is disabled meanwhile. All others are cut off.
/// </summary>
internal sealed class OutlivesCaller
{
    public static readonly OutlivesCaller Mark = new();
}
