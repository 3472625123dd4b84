using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Mcp;

/// <summary>
/// Reads the event stream of one swarm and tells each event. A stream that is lost is taken up again, until the swarm's
/// session is over.
/// </summary>
internal sealed partial class SwarmFeed(
    string swarm, long session, Func<IMcpAccess> access, McpEvents events, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private CancellationTokenSource? _stop;
    private Task _reading = Task.CompletedTask;
    private long _seen;
    private TimeSpan _pause = McpLimits.ResumePause;

    public long Session => session;

    /// <summary>Whether changes of the swarm are told as changes of a resource, too.</summary>
    public bool IsFollowed { get; set; }

    public void Start()
    {
        if (_stop is not null)
            return;
        _stop = new CancellationTokenSource();
        _seen = 0;
        _reading = ReadAsync(_stop.Token);
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    public async Task StopAsync()
    {
        if (_stop is null)
            return;
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
        _stop = null;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!await TryReadStreamAsync(cancellationToken))
            {
                await Task.Delay(_pause, time, cancellationToken);
                _pause = _pause * 2 < McpLimits.LongestResumePause ? _pause * 2 : McpLimits.LongestResumePause;
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }

    /// <summary>True once there is nothing more to read.</summary>
    private async Task<bool> TryReadStreamAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadStreamAsync(cancellationToken);
        }
        catch (FabricException over) when (over.Error == ErrorTable.SessionGone || over.Error == ErrorTable.NotFound)
        {
            await TellOverAsync(over.Why, cancellationToken);
            return true;
        }
        catch (Exception lost) when (!cancellationToken.IsCancellationRequested)
        {
            // Its server has stopped, or the token has run out: the next call of the client brings another one.
            LogLost(logger, swarm, lost.Message);
            return false;
        }
    }

    private async Task<bool> ReadStreamAsync(CancellationToken cancellationToken)
    {
        var call = new McpCall(HttpMethod.Get, $"{SwarmCalls.Events.For(swarm)}?session={session}");
        using var response = await access().SendAsync(call, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        _pause = McpLimits.ResumePause;
        var seenBefore = _seen;
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            var data = JsonNode.Parse(item.Data)!.AsObject();
            if (item.EventType == "bye")
                return await ByeAsync((string?)data["reason"], cancellationToken);
            _seen = Math.Max(_seen, (long?)data["revision"] ?? 0);
            // A stream that is taken up again begins with all offers: those that were told are not told again.
            if (item.EventType == "assigned" && (long?)data["task"]?["revision"] <= seenBefore)
                continue;
            await TellAsync(item.EventType, data, cancellationToken);
        }

        return false;
    }

    private async Task<bool> ByeAsync(string? reason, CancellationToken cancellationToken)
    {
        if (reason == "stopping")
            return false;
        await TellOverAsync(
            reason == "replaced" ? "Another stream of this session was opened." : "The session has ended.",
            cancellationToken);
        return true;
    }

    private Task TellOverAsync(string why, CancellationToken cancellationToken) =>
        TellAsync("session_over", new JsonObject { ["why"] = why }, cancellationToken);

    private async Task TellAsync(string kind, JsonObject data, CancellationToken cancellationToken)
    {
        await events.TellAsync(swarm, kind, data, cancellationToken);
        if (IsFollowed)
            await events.UpdatedAsync(McpResources.UriOf(swarm), cancellationToken);
    }
}
