using System.Runtime.InteropServices;

namespace InfraFabric.Cli.Doctor;

/// <summary>The runtime that this program runs on, and the SDK that builds it from its sources.</summary>
internal static class SdkCheck
{
    private static readonly string[] UsualPlaces = ["/usr/share/dotnet", "/usr/lib/dotnet"];

    public static IEnumerable<Finding> Look()
    {
        yield return Finding.Ok("runtime", RuntimeInformation.FrameworkDescription);
        var sdk = Places().SelectMany(Sdks).FirstOrDefault();
        yield return sdk is not null
            ? Finding.Ok("sdk", sdk)
            : Finding.Warning("sdk", "no .NET 10 SDK was found: this program runs, but cannot be built again",
                "On Debian: apt-get install dotnet-sdk-10.0 from Microsoft's feed; else"
                + " https://dotnet.microsoft.com/download/dotnet/10.0.");
    }

    private static IEnumerable<string> Places()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
            yield return root;
        foreach (var place in UsualPlaces)
            yield return place;
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet");
    }

    private static IEnumerable<string> Sdks(string place)
    {
        var folder = Path.Combine(place, "sdk");
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "10.*") : [];
    }
}
