using System.Net;
using InfraFabric.Api;
using InfraFabric.Api.Local;
using InfraFabric.Core.Config;
using InfraFabric.Core.Config.Escalation;
using InfraFabric.Core.Config.Witness;

namespace InfraFabric.Server;

/// <summary>Where a server listens and for whom.</summary>
public sealed record ServerOptions
{
    public required FabricHome Home { get; init; }

    /// <summary>The address to listen on; beyond loopback only with <see cref="Tls"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The certificate to serve with; none to serve without encryption.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>How many calls an identity may make in a second; 0 for as many as it likes.</summary>
    public int RequestsPerSecond { get; init; } = 5000;

    /// <summary>How many calls without a valid token an address may make in a second.</summary>
    public int StrangersPerSecond { get; init; } = 1000;

    /// <summary>Whether a change without a reason is refused.</summary>
    public bool RequireWhy { get; init; }

    /// <summary>How tasks are dealt with; the coordinator's defaults, if left out.</summary>
    public CoordinatorConfig? Coordinator { get; init; }

    /// <summary>How long tasks that have ended can still be seen.</summary>
    public TimeSpan KeepEndedTasks { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The folder for what is larger than a record; <c>data/blobs</c> of the home, if left out.</summary>
    public string? BlobsDirectory { get; init; }

    /// <summary>The ledger; embedded under <c>data/witness</c> of the home, if left out.</summary>
    public WitnessConfig? Witness { get; init; }

    /// <summary>How people are told of what they must look after; in the log, if left out.</summary>
    public EscalationConfig? Escalation { get; init; }

    /// <summary>How long a client may take to send its headers.</summary>
    public TimeSpan HeadersTimeout { get; init; } = ServerLimits.HeadersTimeout;

    /// <summary>How long a connection may idle between two requests.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = ServerLimits.KeepAliveTimeout;

    /// <summary>The build of this program.</summary>
    public required VersionBody Version { get; init; }
}
