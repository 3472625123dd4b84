using System.Text.Json;
using System.Text.Json.Nodes;
using InfraFabric.Api;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace InfraFabric.Server.Mcp;

/// <summary>Tells the client of a session what happens, as notifications.</summary>
internal sealed class McpEvents(McpServer server)
{
    /// <summary>Tells of an event of a swarm: a message whose data is the event.</summary>
    public Task TellAsync(string swarm, string kind, JsonObject data, CancellationToken cancellationToken)
    {
        var level = LevelOf(kind);
        if (server.LoggingLevel is { } least && level < least)
            return Task.CompletedTask;
        data.Insert(0, "event", kind);
        data.Insert(1, "swarm_name", swarm);
        var message = new LoggingMessageNotificationParams
        {
            Level = level,
            Logger = McpResources.UriOf(swarm),
            Data = data.Deserialize(ApiJson.Default.JsonElement),
        };
        return SendAsync(NotificationMethods.LoggingMessageNotification, message, cancellationToken);
    }

    /// <summary>Tells that a resource is worth reading again.</summary>
    public Task UpdatedAsync(string uri, CancellationToken cancellationToken) => SendAsync(
        NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = uri },
        cancellationToken);

    // What was begun is written to its end: half a line would take the next message with it, which may be an answer.
    private Task SendAsync<T>(string method, T message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return server.SendNotificationAsync(
            method, message, McpJsonUtilities.DefaultOptions, CancellationToken.None);
    }

    private static LoggingLevel LevelOf(string kind) => kind switch
    {
        "blocker" or "help" or "session_over" => LoggingLevel.Warning,
        "withdrawn" or "claim_ended" => LoggingLevel.Notice,
        _ => LoggingLevel.Info,
    };
}
