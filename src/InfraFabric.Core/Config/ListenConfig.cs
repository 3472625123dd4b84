using System.Net;

namespace InfraFabric.Core.Config;

/// <summary>Where the server listens.</summary>
/// <param name="Address">The address; beyond the loopback ones only with <see cref="Tls"/>.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
public sealed record ListenConfig(IPAddress Address, int Port)
{
    /// <summary>How many calls an identity may make in a second; 0 for as many as it likes.</summary>
    public int RequestsPerSecond { get; init; } = 5000;

    /// <summary>The certificate to serve with; null to serve without encryption.</summary>
    public ListenTlsConfig? Tls { get; init; }

    internal static ListenConfig Read(ConfigSection section, string home)
    {
        var address = section.Optional("address", ConfigValues.Address, "127.0.0.1");
        var port = section.Optional("port", ConfigValues.WholeNumber(0, 65535), "8080");
        var requests = section.Optional("requests_per_second", ConfigValues.WholeNumber(0, 1_000_000), "5000");
        var tls = section.Section("tls", inner => ListenTlsConfig.Read(inner, home));
        if (tls is null && address is not null && !IPAddress.IsLoopback(address))
        {
            section.Refuse("address", $"{address} can be reached from other machines, and the server has no TLS.",
                "Set listen.tls.certificate_file and listen.tls.key_file, or listen on 127.0.0.1 and reach it through"
                    + " an SSH tunnel.");
        }

        return new ListenConfig(address!, port) { RequestsPerSecond = requests, Tls = tls };
    }
}
