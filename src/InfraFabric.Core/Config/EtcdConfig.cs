namespace InfraFabric.Core.Config;

/// <summary>How an etcd cluster is reached.</summary>
public sealed record EtcdConfig
{
    private static readonly ConfigValue<string> Endpoint = new(
        "host:port", (string text, out string value) =>
        {
            value = text;
            return Uri.TryCreate($"http://{text}", UriKind.Absolute, out var uri)
                && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Port > 0
                && text.EndsWith($":{uri.Port}", StringComparison.Ordinal);
        });

    private static readonly ConfigValue<string> KeyPrefix = new(
        "a text of 1 to 64 visible characters that ends in /", (string text, out string value) =>
        {
            value = text;
            return text.Length is >= 1 and <= 64 && text.EndsWith('/')
                && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
        });

    /// <summary>The members of the cluster, each as <c>host:port</c>.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>What every key of this fabric begins with, so that a cluster can be shared.</summary>
    public required string Prefix { get; init; }

    public required EtcdTlsConfig Tls { get; init; }

    public string? User { get; init; }

    /// <summary>The file that holds the password. A password never stands in the configuration itself.</summary>
    public string? PasswordFile { get; init; }

    internal static EtcdConfig Read(ConfigSection section, string home)
    {
        var config = new EtcdConfig
        {
            Endpoints = section.List("endpoints", Endpoint, "127.0.0.1:2379"),
            Prefix = section.Optional("prefix", KeyPrefix, "/if/"),
            User = section.Optional("user", ConfigValues.Text),
            PasswordFile = section.Optional("password_file", ConfigValues.Path(home)),
            Tls = section.Section("tls", tls => EtcdTlsConfig.Read(tls, home)),
        };

        if (config.User is null && config.PasswordFile is not null)
            section.Refuse("password_file", "There is a password but no user.", "Add user, or remove this key.");
        if (config.User is not null && config.PasswordFile is null)
            section.Refuse("user", "There is a user but no password.", "Add password_file, or remove this key.");
        return config;
    }
}
