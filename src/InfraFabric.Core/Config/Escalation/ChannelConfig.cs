namespace InfraFabric.Core.Config.Escalation;

/// <summary>A channel to a human.</summary>
public sealed record ChannelConfig
{
    // The name stands in keys of the state and in the ids of messages.
    private const int MaxNameLength = 40;

    private static readonly ConfigValue<Uri> Url = new(
        "an address that begins with https://, or with http:// on this machine", (string text, out Uri value) =>
            Uri.TryCreate(text, UriKind.Absolute, out value!) && value.UserInfo.Length == 0
                && (value.Scheme == Uri.UriSchemeHttps || (value.Scheme == Uri.UriSchemeHttp && value.IsLoopback)));

    public required ChannelKind Kind { get; init; }

    /// <summary>What is less urgent than this does not go through it.</summary>
    public required ChannelSeverity Severity { get; init; }

    /// <summary>Where a webhook is called.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The file that holds what a webhook's calls are signed with.</summary>
    public string? SecretFile { get; init; }

    /// <summary>The file that holds the address of a room; whoever knows it can write there.</summary>
    public string? UrlFile { get; init; }

    /// <summary>How e-mails are sent; null where it is another channel.</summary>
    public EmailConfig? Email { get; init; }

    internal static ChannelConfig Read(ConfigSection section, string home)
    {
        var kind = section.Required("type", ConfigValues.OneOf<ChannelKind>());
        return new ChannelConfig
        {
            Kind = kind,
            Severity = section.Optional("severity", ConfigValues.OneOf<ChannelSeverity>(), "low"),
            Endpoint = kind == ChannelKind.Webhook ? section.Required("url", Url) : null,
            SecretFile = kind == ChannelKind.Webhook ? section.Required("secret_file", ConfigValues.Path(home)) : null,
            UrlFile = kind == ChannelKind.Slack ? section.Required("url_file", ConfigValues.Path(home)) : null,
            Email = kind == ChannelKind.Email ? EmailConfig.Read(section, home) : null,
        };
    }

    /// <summary>Whether a channel may have this name.</summary>
    internal static bool IsName(string name) => name.Length is >= 1 and <= MaxNameLength
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
