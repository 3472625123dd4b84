namespace InfraFabric.Core.Config.Escalation;

/// <summary>How people are told of what they must look after.</summary>
public sealed record EscalationConfig
{
    private const int MaxChannels = 16;

    /// <summary>What comes within this time goes out as one message; what is critical does not wait.</summary>
    public required TimeSpan BatchWindow { get; init; }

    /// <summary>
    /// How many escalations of one agent a message shows, and how many critical ones of it in an hour do not wait.
    /// </summary>
    public required int Quota { get; init; }

    /// <summary>How long closed escalations and messages can still be seen.</summary>
    public required TimeSpan Keep { get; init; }

    /// <summary>The ways to people, by the names that they have for them; the log, where none is given.</summary>
    public required IReadOnlyDictionary<string, ChannelConfig> Channels { get; init; }

    internal static EscalationConfig Read(ConfigSection section, string home)
    {
        var channels = section.Map("channels", channel => ChannelConfig.Read(channel, home));
        if (channels.Count > MaxChannels)
            section.Refuse("channels", $"There are {channels.Count} channels.", $"{MaxChannels} is the most.");
        foreach (var name in channels.Keys.Where(name => !ChannelConfig.IsName(name)))
        {
            section.Refuse("channels", $"'{(name.Length > 60 ? name[..60] : name)}' cannot be the name of a channel.",
                "A name has 1 to 40 lower-case letters, digits and hyphens.");
        }

        return new EscalationConfig
        {
            BatchWindow = section.Optional(
                "batch_window", ConfigValues.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "10s"),
            Quota = section.Optional("quota", ConfigValues.WholeNumber(1, 20), "5"),
            Keep = TimeSpan.FromDays(section.Optional("keep_days", ConfigValues.WholeNumber(1, 3650), "30")),
            Channels = channels,
        };
    }
}
