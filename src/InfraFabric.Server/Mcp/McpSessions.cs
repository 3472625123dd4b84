using System.Collections.Concurrent;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Tokens;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Mcp;

/// <summary>The sessions of this server over HTTP: bounded, and ended when nobody uses them.</summary>
internal sealed partial class McpSessions : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, McpHttpSession> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly IdSource _ids;
    private readonly string _version;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sweeping;

    public McpSessions(IdSource ids, string version, TimeProvider time, ILoggerFactory loggers)
    {
        _ids = ids;
        _version = version;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<McpSessions>();
        _sweeping = SweepAsync(_stop.Token);
    }

    /// <summary>Begins a session; an error if there are enough.</summary>
    public McpHttpSession Begin(AgentName owner)
    {
        lock (_lock)
        {
            if (_sessions.Count >= McpLimits.MaxSessions)
                throw TooMany("This server", McpLimits.MaxSessions);
            if (_sessions.Values.Count(session => session.Owner == owner) >= McpLimits.MaxSessionsOfOne)
                throw TooMany($"'{owner}'", McpLimits.MaxSessionsOfOne);
            var session = new McpHttpSession(_ids.Next().ToString("N"), owner, _version, _time, _loggers);
            _sessions[session.Id] = session;
            LogBegun(_logger, session.Id, owner);
            return session;
        }
    }

    /// <summary>A session of this caller; an error if it has none of that id.</summary>
    public McpHttpSession Find(string id, AgentName owner) =>
        _sessions.TryGetValue(id, out var session) && session.Owner == owner
            ? session
            : throw new FabricException(ErrorTable.NotFound, "There is no such session.",
                "It has ended, this server has started anew, or it is another caller's.",
                "Begin a new one with an initialize request.");

    public async Task EndAsync(McpHttpSession session)
    {
        if (!_sessions.TryRemove(session.Id, out _))
            return;
        LogEnded(_logger, session.Id, session.Owner);
        await session.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sweeping.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        foreach (var session in _sessions.Values)
            await EndAsync(session);
        _stop.Dispose();
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(McpLimits.IdleCheck, _time, cancellationToken);
            foreach (var session in _sessions.Values.Where(session => session.IsIdle))
                await EndAsync(session);
        }
    }

    private static FabricException TooMany(string whose, int most) => Overload.Of(
        $"{whose} has {most} sessions of the Model Context Protocol, and no more are begun.", McpLimits.IdleCheck);
}
