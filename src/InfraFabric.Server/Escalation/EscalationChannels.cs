using InfraFabric.Core.Config.Escalation;
using InfraFabric.Core.Crypto;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Escalation;

/// <summary>The channels of the configuration. Dispose them after what sends through them.</summary>
internal sealed class EscalationChannels : IDisposable
{
    private readonly HttpClient _http = HttpAnswers.NewClient();

    public EscalationChannels(EscalationConfig? config, TimeProvider time, ILoggerFactory loggers)
    {
        try
        {
            All = config is not { Channels.Count: > 0 }
                ? [new LogChannel("log", EscalationSeverity.Low, loggers.CreateLogger<LogChannel>())]
                : [.. config.Channels.Select(channel => Create(channel.Key, channel.Value, time, loggers))];
        }
        catch
        {
            _http.Dispose();
            throw;
        }
    }

    public IReadOnlyList<IEscalationChannel> All { get; }

    public static EscalationOptions OptionsOf(EscalationConfig? config) => config is null
        ? new EscalationOptions()
        : new EscalationOptions { BatchWindow = config.BatchWindow, Quota = config.Quota, Keep = config.Keep };

    public void Dispose() => _http.Dispose();

    private IEscalationChannel Create(
        string name, ChannelConfig config, TimeProvider time, ILoggerFactory loggers)
    {
        var least = LeastOf(config.Severity);
        switch (config.Kind)
        {
            case ChannelKind.Console:
                return new ConsoleChannel(name, least, Console.Error);
            case ChannelKind.Webhook:
                Require(config.SecretFile!, name);
                return new WebhookChannel(name, least, config.Endpoint!, config.SecretFile!, _http, time);
            case ChannelKind.Slack:
                SlackChannel.ReadUrl(config.UrlFile!, name);
                return new SlackChannel(name, least, config.UrlFile!, _http);
            case ChannelKind.Email:
                if (config.Email!.PasswordFile is { } file)
                    Require(file, name);
                return new EmailChannel(name, least, config.Email);
            default:
                return new LogChannel(name, least, loggers.CreateLogger<LogChannel>());
        }
    }

    // A secret that is missing, or open to others, is better found at the start than when a person must be told.
    private static void Require(string file, string name) => PrivateFile.ReadPassword(file, $"the channel '{name}'");

    private static EscalationSeverity LeastOf(ChannelSeverity severity) => severity switch
    {
        ChannelSeverity.Low => EscalationSeverity.Low,
        ChannelSeverity.Medium => EscalationSeverity.Medium,
        ChannelSeverity.High => EscalationSeverity.High,
        _ => EscalationSeverity.Critical,
    };
}
