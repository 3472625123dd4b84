namespace InfraFabric.Repository.Layers;

/// <summary>Who may reference whom, as ARCHITECTURE.md has it.</summary>
internal static class LayerTable
{
    private const string Prefix = "InfraFabric.";

    // The parts never reference each other: they meet in the state store, and in Server, which wires them.
    private static readonly string[] Parts =
    [
        "Witness", "Coordinator", "Governor", "Optimise", "Connect", "Guard", "Chassis", "Vault", "Bus", "Messaging",
        "Mesh",
    ];

    private static readonly string[] Backends = ["State.Etcd", "Witness.Postgres", "Witness.S3", "Messaging.Nats"];

    private static readonly string[] Ground = ["Core", "State"];

    private static readonly Layer[] Layers =
    [
        new("Core needs nothing", ["Core"], []),
        new("Wasm needs nothing", ["Wasm"], []),
        new("State stands on Core", ["State"], ["Core"]),
        new("Api stands on Core", ["Api"], ["Core"]),
        new("Parts stand on State and never reference each other", [.. Parts.Except(["Chassis"])], Ground),
        new("Chassis stands on State and Wasm and references no other part", ["Chassis"], [.. Ground, "Wasm"]),
        new("A backend stands on the part whose contract it fulfils", ["State.Etcd"], Ground),
        new("A backend stands on the part whose contract it fulfils",
            ["Witness.Postgres", "Witness.S3"], [.. Ground, "Witness"]),
        new("A backend stands on the part whose contract it fulfils", ["Messaging.Nats"], [.. Ground, "Messaging"]),
        new("Swarm stands on the parts", ["Swarm"], [.. Ground, .. Parts]),
        new("Server stands on Swarm, the parts, their backends and Api",
            ["Server"], [.. Ground, .. Parts, .. Backends, "Swarm", "Api"]),
        new("Client stands on Api", ["Client"], ["Core", "Api"]),
        new("Backends are referenced by Server and tests only",
            ["Cli"], [.. Ground, .. Parts, "Swarm", "Api", "Server", "Client"]),
    ];

    /// <summary>The rule that a reference breaks; null when it breaks none.</summary>
    public static string? BrokenRule(string project, string reference)
    {
        var layer = Array.Find(Layers, l => l.Projects.Contains(ShortName(project)));
        if (layer is null)
            return "A project of src stands in the table";
        return layer.MayReference.Contains(ShortName(reference)) ? null : layer.Rule;
    }

    /// <summary>Whether a project has its place.</summary>
    public static bool Knows(string project) => Layers.Any(layer => layer.Projects.Contains(ShortName(project)));

    private static string ShortName(string project) =>
        project.StartsWith(Prefix, StringComparison.Ordinal) ? project[Prefix.Length..] : project;
}
