namespace InfraFabric.Core.Config.Witness;

/// <summary>The ledger: where it is kept, what it is called, and how long it can be read.</summary>
public sealed record WitnessConfig
{
    private static readonly ConfigValue<string> OriginName = new(
        "a text of 1 to 256 visible characters without +", (string text, out string value) =>
        {
            value = text;
            return text.Length is >= 1 and <= 256 && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
                && !text.Contains('+');
        });

    public required WitnessBackend Backend { get; init; }

    /// <summary>The folder of the embedded ledger, and of the index that finds things in it.</summary>
    public required string Directory { get; init; }

    /// <summary>The name of the ledger in its checkpoints; made from the ledger's id where none is given.</summary>
    public string? Origin { get; init; }

    /// <summary>For how long the texts of entries are kept; null for ever. Their hashes stay.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Where copies of it are kept, by the names that they have for people.</summary>
    public IReadOnlyDictionary<string, WitnessAnchorConfig> Anchors { get; init; } =
        new Dictionary<string, WitnessAnchorConfig>();

    /// <summary>The keys of other logs whose checkpoints this server cosigns when they ask for it.</summary>
    public IReadOnlyList<string> Cosigns { get; init; } = [];

    /// <summary>Whom this server asks to cosign the ledger's own, by the names that they have for people.</summary>
    public IReadOnlyDictionary<string, WitnessCosignerConfig> Cosigners { get; init; } =
        new Dictionary<string, WitnessCosignerConfig>();

    /// <summary>How often they are asked.</summary>
    public TimeSpan CosignEvery { get; init; } = TimeSpan.FromMinutes(1);

    public required WitnessPostgresConfig Postgres { get; init; }

    internal static WitnessConfig Read(ConfigSection section, string home)
    {
        var days = section.Optional("retention_days", ConfigValues.WholeNumber(0, 36_500), "0");
        return new WitnessConfig
        {
            Backend = section.Optional("backend", ConfigValues.OneOf<WitnessBackend>(), "embedded"),
            Directory = section.Optional("directory", ConfigValues.Path(home), "data/witness"),
            Origin = section.Optional("origin", OriginName),
            Retention = days == 0 ? null : TimeSpan.FromDays(days),
            Anchors = section.Map("anchors", anchor => WitnessAnchorConfig.Read(anchor, home)),
            Cosigns = section.List("cosigns", WitnessCosignerConfig.VerifierKey),
            Cosigners = section.Map("cosigners", WitnessCosignerConfig.Read),
            CosignEvery = section.Optional(
                "cosign_every", ConfigValues.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), "1m"),
            Postgres = section.Section("postgres", postgres => WitnessPostgresConfig.Read(postgres, home)),
        };
    }
}
