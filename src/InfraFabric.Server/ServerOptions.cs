using System.Net;
using InfraFabric.Api;
using InfraFabric.Api.Local;

namespace InfraFabric.Server;

/// <summary>Where a server listens and for whom.</summary>
public sealed record ServerOptions
{
    public required FabricHome Home { get; init; }

    /// <summary>The address to listen on: loopback, until there is TLS.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The build of this program.</summary>
    public required VersionBody Version { get; init; }
}
