using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Core.Errors;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Mcp;

/// <summary>
/// The event streams of the swarms that a session has registered. They are open while the client listens, and only
/// then: an open stream is the swarm's sign of life, and a client that is gone must not give one.
/// </summary>
internal sealed class SwarmFeeds(McpEvents events, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly Dictionary<string, SwarmFeed> _feeds = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile IMcpAccess? _access;
    private bool _listening;

    /// <summary>The swarms, in the order of their names.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_feeds)
                return [.. _feeds.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Refuses one swarm too many, before it is registered. One that registers again needs no room.</summary>
    public void RequireRoom(string swarm)
    {
        if (Find(swarm) is null && Names.Count >= McpLimits.MaxSwarms)
        {
            throw new FabricException(ErrorTable.LimitExceeded, "This session has registered enough swarms.",
                $"It can have {McpLimits.MaxSwarms}.", "Leave one with swarm_leave, or open another session.");
        }
    }

    /// <summary>Notes what a call means for streams. It was answered, so its caller has the right.</summary>
    public async Task NoteAsync(
        ApiCall call, IDictionary<string, JsonElement> arguments, string? answer, IMcpAccess access)
    {
        _access = access;
        if (call == SwarmCalls.Register)
            await AddAsync(JsonSerializer.Deserialize(answer!, ApiJson.Default.SessionBody)!);
        else if (call == SwarmCalls.Leave)
            await RemoveAsync(arguments["swarm"].GetString()!, arguments["session"].GetInt64());
    }

    /// <summary>Whether changes of a swarm are told; false if it is not one of this session.</summary>
    public bool Follow(string swarm, bool isFollowed)
    {
        lock (_feeds)
        {
            if (!_feeds.TryGetValue(swarm, out var feed))
                return false;
            feed.IsFollowed = isFollowed;
            return true;
        }
    }

    /// <summary>The client listens: each stream begins, with how its swarm stands.</summary>
    public Task ListenAsync() => EachAsync(listening: true, feed => { feed.Start(); return Task.CompletedTask; });

    /// <summary>The client has gone.</summary>
    public Task DeafenAsync() => EachAsync(listening: false, feed => feed.StopAsync());

    public async ValueTask DisposeAsync()
    {
        await DeafenAsync();
        _gate.Dispose();
    }

    private async Task AddAsync(SessionBody session)
    {
        var feed = new SwarmFeed(session.Swarm, session.Session, () => _access!, events, time, logger);
        await _gate.WaitAsync();
        try
        {
            var before = Replace(session.Swarm, feed);
            if (before is not null)
                await before.DisposeAsync();
            if (_listening)
                feed.Start();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task RemoveAsync(string swarm, long session)
    {
        await _gate.WaitAsync();
        try
        {
            if (Find(swarm) is { } feed && feed.Session == session)
            {
                Replace(swarm, null);
                await feed.DisposeAsync();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task EachAsync(bool listening, Func<SwarmFeed, Task> change)
    {
        await _gate.WaitAsync();
        try
        {
            _listening = listening;
            foreach (var name in Names)
                await change(Find(name)!);
        }
        finally
        {
            _gate.Release();
        }
    }

    private SwarmFeed? Find(string swarm)
    {
        lock (_feeds)
            return _feeds.GetValueOrDefault(swarm);
    }

    private SwarmFeed? Replace(string swarm, SwarmFeed? feed)
    {
        lock (_feeds)
        {
            _feeds.Remove(swarm, out var before);
            if (feed is not null)
            {
                feed.IsFollowed = before?.IsFollowed == true;
                _feeds[swarm] = feed;
            }

            return before;
        }
    }
}
