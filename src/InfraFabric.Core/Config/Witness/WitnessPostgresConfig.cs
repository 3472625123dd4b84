namespace InfraFabric.Core.Config.Witness;

/// <summary>How the PostgreSQL database of the ledger is reached.</summary>
public sealed record WitnessPostgresConfig
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string Database { get; init; }

    public required string User { get; init; }

    /// <summary>The file that holds the password. A password never stands in the configuration itself.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Whether the connection is encrypted, and the server's certificate checked.</summary>
    public required bool Tls { get; init; }

    /// <summary>The authorities that sign the server's certificate (PEM); the system's where none are given.</summary>
    public string? CaFile { get; init; }

    internal static WitnessPostgresConfig Read(ConfigSection section, string home) => new()
    {
        Host = section.Optional("host", ConfigValues.Text, "127.0.0.1"),
        Port = section.Optional("port", ConfigValues.WholeNumber(1, 65_535), "5432"),
        Database = section.Optional("database", ConfigValues.Text, "infrafabric"),
        User = section.Optional("user", ConfigValues.Text, "infrafabric"),
        PasswordFile = section.Optional("password_file", ConfigValues.Path(home)),
        Tls = section.Optional("tls", ConfigValues.Flag, "false"),
        CaFile = section.Optional("ca_file", ConfigValues.Path(home)),
    };
}
