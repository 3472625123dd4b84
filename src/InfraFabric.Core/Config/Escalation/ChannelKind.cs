namespace InfraFabric.Core.Config.Escalation;

/// <summary>What a channel to a human is.</summary>
public enum ChannelKind
{
    /// <summary>The standard error of the server.</summary>
    Console,

    /// <summary>The log of the server.</summary>
    Log,

    /// <summary>A call over HTTP, which is signed.</summary>
    Webhook,

    /// <summary>A message to a room, in the form that Slack's incoming webhooks take.</summary>
    Slack,

    /// <summary>An e-mail, over SMTP.</summary>
    Email,
}
