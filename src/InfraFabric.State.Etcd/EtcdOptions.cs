using InfraFabric.Core.Errors;

namespace InfraFabric.State.Etcd;

/// <summary>Where an etcd cluster is and how to speak to it.</summary>
public sealed record EtcdOptions
{
    /// <summary>The client addresses of the members: all <c>http</c> or all <c>https</c>.</summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    /// <summary>What our keys in etcd begin with, so that fabrics and other programs can share a cluster.</summary>
    public string Prefix { get; init; } = "/if/";

    /// <summary>Certificates, when the endpoints are <c>https</c>.</summary>
    public EtcdTls? Tls { get; init; }

    /// <summary>The etcd user, when the cluster asks for one.</summary>
    public string? User { get; init; }

    /// <summary>
    /// The file that holds the user's password, read whenever a new token is needed. Only its owner may read it.
    /// </summary>
    public string? PasswordFile { get; init; }

    /// <summary>How long a call is tried, on one member after the other, before it is given up.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    internal void Check()
    {
        if (Endpoints.Count is 0 or > EtcdLimits.MaxEndpoints)
            throw Invalid($"{Endpoints.Count} endpoints are given.", $"There must be 1 to {EtcdLimits.MaxEndpoints}.");
        if (Endpoints.Any(e => !e.IsAbsoluteUri || e.Scheme is not ("http" or "https") || e.UserInfo.Length > 0))
            throw Invalid("An endpoint is malformed.", "Each is http://host:port or https://host:port without a user.");
        if (Endpoints.Select(e => e.Scheme).Distinct().Count() > 1)
            throw Invalid("Some endpoints use TLS and some do not.", "A password would cross the network openly.");
        if (Tls is not null && Endpoints[0].Scheme != "https")
            throw Invalid("Certificates are given, but the endpoints are http.", "Nothing would use them.");
        if (Tls is { } tls && tls.CertificateFile is null != tls.KeyFile is null)
            throw Invalid("A certificate and its key come together.", "Only one of the two files is given.");
        if (User is null != PasswordFile is null)
            throw Invalid("A user and a password file come together.", "Only one of the two is given.");
        if (Prefix.Length is 0 or > EtcdLimits.MaxPrefixLength || Prefix.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw Invalid("The prefix is malformed.", $"1 to {EtcdLimits.MaxPrefixLength} visible ASCII characters.");
        if (GiveUpAfter < EtcdLimits.AttemptTimeout || GiveUpAfter > EtcdLimits.MaxGiveUpAfter)
            throw Invalid("The time to give up after is out of range.",
                $"It is {EtcdLimits.AttemptTimeout} to {EtcdLimits.MaxGiveUpAfter}.");
    }

    private static FabricException Invalid(string what, string why) =>
        new(ErrorTable.ConfigInvalid, what, why, "Correct the etcd section of the configuration.");
}
