using System.Buffers;

namespace InfraFabric.Core.Config.Escalation;

/// <summary>How e-mails are sent, and to whom.</summary>
public sealed record EmailConfig
{
    private static readonly SearchValues<char> Unfit = SearchValues.Create("<>,;:\"\\()[]");

    // Not what an address may be, but what can never break the lines of a conversation or a header.
    private static readonly ConfigValue<string> Address = new(
        "an e-mail address such as ops@example.com", (string text, out string value) =>
        {
            value = text;
            return text.Length is >= 3 and <= 254 && text.IndexOf('@') is > 0 and var at && at < text.Length - 1
                && at == text.LastIndexOf('@') && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
                && !text.AsSpan().ContainsAny(Unfit);
        });

    public required string Server { get; init; }

    public required int Port { get; init; }

    public required EmailTls Tls { get; init; }

    /// <summary>The authorities that sign the server's certificate (PEM); the system's where none are given.</summary>
    public string? CaFile { get; init; }

    /// <summary>Who logs in; null to send without.</summary>
    public string? User { get; init; }

    /// <summary>The file that holds the password. A password never stands in the configuration itself.</summary>
    public string? PasswordFile { get; init; }

    public required string From { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    internal static EmailConfig Read(ConfigSection section, string home)
    {
        var config = new EmailConfig
        {
            Server = section.Required("server", ConfigValues.Text),
            Port = section.Optional("port", ConfigValues.WholeNumber(1, 65_535), "587"),
            Tls = section.Optional("tls", ConfigValues.OneOf<EmailTls>(), "starttls"),
            CaFile = section.Optional("ca_file", ConfigValues.Path(home)),
            User = section.Optional("user", ConfigValues.Text),
            PasswordFile = section.Optional("password_file", ConfigValues.Path(home)),
            From = section.Required("from", Address),
            To = section.List("to", Address),
        };
        if (config.User is null != config.PasswordFile is null)
        {
            section.Refuse(config.User is null ? "password_file" : "user", "A user and a password belong together.",
                "Give both, or neither.");
        }

        if (config is { Tls: EmailTls.None, User: not null })
        {
            section.Refuse("tls", "A password would be sent in clear.",
                "Let it be starttls or tls, or send without a user.");
        }

        if (config.To.Count == 0)
            section.Refuse("to", "Nobody is written to.", "Give a list with at least one address.");
        return config;
    }
}
