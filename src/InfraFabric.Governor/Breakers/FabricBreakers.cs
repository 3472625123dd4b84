using System.Threading.Channels;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Breakers;

/// <summary>
/// The breakers of all swarms: opened by what the coordinator counts and by humans, and moved back by humans alone.
/// What opens them while money is spent is decided with the money. Every change is a commit that is guarded by the
/// breaker it rests on. The caller owns the store and disposes it after this.
/// </summary>
public sealed partial class FabricBreakers : IAsyncDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly ILogger _logger;
    private readonly BreakerWatch _breakers;
    private readonly FailureBook _failures;
    private readonly RecordFollower _failing;
    private readonly Cause _self;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private Task _looking = Task.CompletedTask;

    private FabricBreakers(IStateStore store, TimeProvider time, IdSource ids, ILogger logger)
    {
        _store = store;
        _time = time;
        _ids = ids;
        _logger = logger;
        _self = new Cause("if://agent/infrafabric.governor/0", TraceToken.New(ids), ForAll: true);
        _breakers = new BreakerWatch(store, time, logger, Unreadable, Wake);
        _failures = new FailureBook(Wake) { Unreadable = Unreadable };
        _failing = new RecordFollower(store, FailuresRecord.Prefix, _failures, time, logger);
    }

    /// <summary>For how long nothing is known of what changes; zero while it is.</summary>
    public TimeSpan Lag => _breakers.Lag > _failing.Lag ? _breakers.Lag : _failing.Lag;

    /// <summary>Reads all breakers and begins to work; returns once it can answer.</summary>
    public static async Task<FabricBreakers> StartAsync(
        IStateStore store, TimeProvider time, IdSource ids, ILogger logger,
        CancellationToken cancellationToken = default)
    {
        var breakers = new FabricBreakers(store, time, ids, logger);
        try
        {
            await breakers._breakers.StartAsync(cancellationToken);
            await breakers._failing.StartAsync(cancellationToken);
        }
        catch
        {
            await breakers.DisposeAsync();
            throw;
        }

        breakers._looking = breakers.LookLoopAsync(breakers._stop.Token);
        return breakers;
    }

    /// <summary>All breakers that are not closed.</summary>
    public IReadOnlyList<BreakerStatus> List() => _breakers.Book.List();

    /// <summary>A swarm's breaker; null while it is closed.</summary>
    public BreakerStatus? Find(SwarmName swarm) => _breakers.Book.Find(swarm) is var (breaker, revision)
        ? new BreakerStatus(swarm, breaker, revision)
        : null;

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _failing.DisposeAsync();
        await _breakers.DisposeAsync();
        await _looking;
        _stop.Dispose();
    }

    // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
    private void Stop() => _stop.Cancel();

    private void Wake() => _wake.Writer.TryWrite(true);

    private void Unreadable(string key, string why) => LogUnreadable(_logger, key, why);
}
