using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Messages;
using InfraFabric.Governor.Policy;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Escalation;

/// <summary>
/// What humans must hear of, and that they do: each open escalation goes out through every channel, in one message with
/// what else came within a while, and again until it has arrived or was tried often enough. The caller owns the store
/// and the channels, and disposes them after this.
/// </summary>
public sealed partial class FabricEscalations : IAsyncDisposable
{
    private const int MaxRaces = 20;

    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EscalationOptions _options;
    private readonly IReadOnlyList<IEscalationChannel> _channels;
    private readonly EscalationBook _escalations;
    private readonly MessageBook _messages;
    private readonly RecordFollower _following;
    private readonly RecordFollower _followingMessages;
    private readonly PolicyView _policy;
    private readonly RecordFollower _followingPolicy;
    private readonly Cause _self;
    private readonly List<MessageDesk> _desks = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];

    private FabricEscalations(
        IStateStore store, TimeProvider time, IdSource ids, IReadOnlyList<IEscalationChannel> channels,
        EscalationOptions options, ILogger logger)
    {
        (_store, _time, _channels, _options, _logger) = (store, time, channels, options, logger);
        _self = new Cause("if://agent/infrafabric.governor/0", TraceToken.New(ids), ForAll: true);
        _escalations = new EscalationBook(Wake) { Unreadable = Unreadable };
        _messages = new MessageBook(Wake) { Unreadable = Unreadable };
        _policy = new PolicyView { Unreadable = Unreadable };
        _followingPolicy = new RecordFollower(store, PolicyRecord.Key, _policy, time, logger);
        _following = new RecordFollower(store, EscalationId.Prefix, _escalations, time, logger);
        _followingMessages = new RecordFollower(store, MessageRecord.Prefix, _messages, time, logger);
    }

    /// <summary>For how long nothing is known of what changes; zero while it is.</summary>
    public TimeSpan Lag => _following.Lag > _followingMessages.Lag ? _following.Lag : _followingMessages.Lag;

    /// <summary>The names of the channels that this server has.</summary>
    public IEnumerable<string> Channels => _channels.Select(channel => channel.Name);

    /// <summary>Reads what there is and begins to tell; returns once it can answer.</summary>
    public static async Task<FabricEscalations> StartAsync(
        IStateStore store, TimeProvider time, IdSource ids, IReadOnlyList<IEscalationChannel> channels,
        EscalationOptions options, ILogger logger, CancellationToken cancellationToken = default)
    {
        var escalations = new FabricEscalations(store, time, ids, channels, options, logger);
        try
        {
            await escalations._followingPolicy.StartAsync(cancellationToken);
            await escalations._followingMessages.StartAsync(cancellationToken);
            await escalations._following.StartAsync(cancellationToken);
        }
        catch
        {
            await escalations.DisposeAsync();
            throw;
        }

        escalations.Begin();
        return escalations;
    }

    /// <summary>The escalations, the oldest first.</summary>
    public IReadOnlyList<EscalationStatus> List() =>
        [.. _escalations.MadeAfter(0).Select(one => new EscalationStatus(one.Id, one.Record, one.Revision))];

    /// <summary>An escalation and the messages that tell of it; null if there is none.</summary>
    public EscalationStatus? Find(EscalationId id) => _escalations.Find(id) is { } found
        ? new EscalationStatus(id, found.Record, found.Revision)
        {
            Messages =
            [
                .. _messages.List()
                    .Where(message => message.Record.After < found.Made && found.Made <= message.Record.UpTo)
                    .Select(StatusOf),
            ],
        }
        : null;

    /// <summary>All messages, the oldest of each channel first.</summary>
    public IReadOnlyList<MessageStatus> Messages() => [.. _messages.List().Select(StatusOf)];

    public async ValueTask DisposeAsync()
    {
        Stop();
        // First, so that nobody waits any more for what they would have seen.
        await _followingPolicy.DisposeAsync();
        await _followingMessages.DisposeAsync();
        await _following.DisposeAsync();
        await Task.WhenAll(_loops);
        _desks.ForEach(desk => desk.Dispose());
        _stop.Dispose();
    }

    private void Begin()
    {
        foreach (var channel in _channels)
        {
            var desk = new MessageDesk(channel, _escalations, _messages, _options, _store, _time, _logger, _self)
            {
                Following = _followingMessages,
                Policy = _policy,
            };
            lock (_desks)
                _desks.Add(desk);
            _loops.Add(desk.RunAsync(_stop.Token));
        }

        _loops.Add(SweepLoopAsync(_stop.Token));
    }

    // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
    private void Stop() => _stop.Cancel();

    private void Wake()
    {
        lock (_desks)
            _desks.ForEach(desk => desk.Wake());
    }

    private static MessageStatus StatusOf(KnownMessage message) =>
        new(message.Channel, message.Number, message.Record);

    private void Unreadable(string key, string why) => LogUnreadable(_logger, key, why);

    private static FabricException Races(string what) => new(ErrorTable.Overloaded, $"{what} could not be changed.",
        "It was changed again and again meanwhile.", "Try again.");
}
