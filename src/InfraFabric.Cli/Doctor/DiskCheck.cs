using InfraFabric.Api.Local;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Doctor;

/// <summary>Whether the disk of the home has room for what will be committed.</summary>
internal static class DiskCheck
{
    private const long TooLittle = 64L << 20;
    private const long Little = 1L << 30;

    public static Finding Look(FabricHome home)
    {
        var place = home.Folder;
        while (!Directory.Exists(place))
            place = Path.GetDirectoryName(place)!;
        var free = new DriveInfo(place).AvailableFreeSpace;
        var found = $"{ByteText.Of(free)} free at {place}";
        const string Fix = "Free some space, or choose a --home on another disk.";
        return free switch
        {
            < TooLittle => Finding.Broken("disk", found, Fix),
            < Little => Finding.Warning("disk", found, Fix),
            _ => Finding.Ok("disk", found),
        };
    }
}
