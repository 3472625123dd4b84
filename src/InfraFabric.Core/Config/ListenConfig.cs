using System.Net;

namespace InfraFabric.Core.Config;

/// <summary>Where the server listens.</summary>
/// <param name="Address">The address, one of the loopback ones: nothing beyond this machine is served without
/// TLS.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
public sealed record ListenConfig(IPAddress Address, int Port)
{
    internal static ListenConfig Read(ConfigSection section)
    {
        var address = section.Optional("address", ConfigValues.Address, "127.0.0.1");
        if (address is not null && !IPAddress.IsLoopback(address))
        {
            section.Refuse("address", $"{address} can be reached from other machines, and the server has no TLS.",
                "Listen on 127.0.0.1 and reach it through an SSH tunnel.");
        }

        return new ListenConfig(address!, section.Optional("port", ConfigValues.WholeNumber(0, 65535), "8080"));
    }
}
