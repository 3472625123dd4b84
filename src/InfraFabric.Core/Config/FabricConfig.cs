using InfraFabric.Core.Config.Escalation;
using InfraFabric.Core.Config.Witness;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Config;

/// <summary>
/// What <c>fabric.yaml</c> in the home folder says: the backend, the listener, the retention. Every key is optional; a
/// missing file is all defaults. <c>docs/reference/configuration.md</c> lists the keys.
/// </summary>
public sealed record FabricConfig
{
    /// <summary>The name of the file within the home folder.</summary>
    public const string FileName = "fabric.yaml";

    public required StateBackend Backend { get; init; }

    public required EmbeddedConfig Embedded { get; init; }

    public required EtcdConfig Etcd { get; init; }

    public required ListenConfig Listen { get; init; }

    public required RetentionConfig Retention { get; init; }

    public required CoordinatorConfig Coordinator { get; init; }

    public required BlobsConfig Blobs { get; init; }

    public required WitnessConfig Witness { get; init; }

    /// <summary>How people are told of what they must look after.</summary>
    public required EscalationConfig Escalation { get; init; }

    /// <summary>Whether a change must be given a reason, whoever makes it.</summary>
    public required bool RequireWhy { get; init; }

    /// <summary>Reads the file of a home folder; relative paths in it count from there.</summary>
    public static FabricConfig Load(string home) =>
        ConfigFile.Load(Path.Combine(home, FileName), section => Read(section, home));

    /// <summary>What commands and servers say of a change that must be given a reason and was not.</summary>
    public static FabricException WhyMissing() => new(ErrorTable.WhyMissing,
        "This changes something and was given no reason.", $"'require_why: true' stands in '{FileName}'.",
        "Give one: --why \"the reason\" with a command, the header IF-Why over HTTP, the argument 'why' of a tool.");

    internal static FabricConfig Read(ConfigSection section, string home) => new()
    {
        Backend = section.Optional("backend", ConfigValues.OneOf<StateBackend>(), "embedded"),
        Embedded = section.Section("embedded", embedded => EmbeddedConfig.Read(embedded, home)),
        Etcd = section.Section("etcd", etcd => EtcdConfig.Read(etcd, home)),
        Listen = section.Section("listen", listen => ListenConfig.Read(listen, home)),
        Retention = section.Section("retention", RetentionConfig.Read),
        Coordinator = section.Section("coordinator", CoordinatorConfig.Read),
        Blobs = section.Section("blobs", blobs => BlobsConfig.Read(blobs, home)),
        Witness = section.Section("witness", witness => WitnessConfig.Read(witness, home)),
        Escalation = section.Section("escalation", escalation => EscalationConfig.Read(escalation, home)),
        RequireWhy = section.Optional("require_why", ConfigValues.Flag, "false"),
    };
}
