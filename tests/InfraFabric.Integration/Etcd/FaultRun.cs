using System.Diagnostics;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

/// <summary>
/// Two stores with committing and watching clients on a cluster to which something happens; afterwards everything that
/// was acknowledged must be there, once, and every watcher must have seen all of it in order.
/// </summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private const int ClientsPerStore = 8;
    private const int CommitsBetween = 20;

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _watchesStopping = new();
    private readonly List<EtcdStateStore> _stores = [];
    private readonly List<CommittingClient> _clients = [];
    private readonly List<WatchingClient> _watches = [];
    private Task _committing = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;

    /// <summary>Both stores begin with the same member: the one that the fault is meant for.</summary>
    public static async Task<FaultRun> StartAsync(EtcdCluster cluster, int first, CancellationToken patience)
    {
        var run = new FaultRun();
        var options = cluster.NewOptions();
        var endpoints = options.Endpoints;
        options = options with { Endpoints = [.. endpoints.Skip(first), .. endpoints.Take(first)] };
        for (var i = 0; i < 2; i++)
        {
            var store = await EtcdStateStore.OpenAsync(options, TimeProvider.System, patience);
            run._stores.Add(store);
            for (var c = 0; c < ClientsPerStore; c++)
                run._clients.Add(new CommittingClient(store, $"{i}-{c}"));
            run._watches.Add(new WatchingClient(store));
        }

        var start = (await run._stores[0].ListAsync(new ListQuery(""), patience)).Revision;
        run._watching = Task.WhenAll(run._watches.Select(w => w.RunAsync(start, run._watchesStopping.Token)));
        run._committing = Task.WhenAll(run._clients.Select(c => c.RunAsync(run._stopping.Token)));
        await run.ProgressAsync(patience);
        return run;
    }

    /// <summary>
    /// Waits until every client has made some more commits; says how long the slowest took to make one.
    /// </summary>
    public async Task<TimeSpan> ProgressAsync(CancellationToken patience)
    {
        var start = Stopwatch.GetTimestamp();
        var before = _clients.Select(c => c.Acknowledged).ToList();
        await UntilAsync(() => _clients.Zip(before).All(c => c.First.Acknowledged > c.Second), patience);
        var first = Stopwatch.GetElapsedTime(start);
        await UntilAsync(
            () => _clients.Zip(before).All(c => c.First.Acknowledged > c.Second + CommitsBetween), patience);
        return first;
    }

    /// <summary>Stops the clients and checks what they were told against what is there; says it in figures.</summary>
    public async Task<string> VerifyAsync(CancellationToken patience)
    {
        await _stopping.CancelAsync();
        await _committing;
        await UntilAsync(() => _watches.All(w => _clients.All(c => w.Seen(c.Key) == c.Acknowledged)), patience);
        await _watchesStopping.CancelAsync();
        await _watching;

        var acknowledged = _clients.Sum(c => c.Acknowledged);
        await VerifyNotesAsync(acknowledged, patience);
        return $"{acknowledged} commits acknowledged, none lost, none made twice; longest wait of a client "
            + $"{_clients.Max(c => c.LongestGap).TotalMilliseconds:F0} ms; "
            + $"outcome unknown {_clients.Sum(c => c.Unknown)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watchesStopping.CancelAsync();
        foreach (var store in _stores)
            await store.DisposeAsync();
        await Task.WhenAll(_committing, _watching);
        _stopping.Dispose();
        _watchesStopping.Dispose();
    }

    private async Task VerifyNotesAsync(int acknowledged, CancellationToken patience)
    {
        var subjects = new HashSet<string>();
        var position = NotePosition.Start;
        while (await _stores[0].ReadNotesAsync(position, StateLimits.MaxNotesRead, patience) is { Count: > 0 } page)
        {
            foreach (var note in page)
            {
                note.Position.ShouldBeGreaterThan(position);
                position = note.Position;
                subjects.Add(note.Note.Subject).ShouldBeTrue(note.Note.Subject);
            }

            await _stores[1].RemoveNotesAsync(position, patience);
        }

        subjects.Count.ShouldBe(acknowledged);
    }

    private async Task UntilAsync(Func<bool> condition, CancellationToken patience)
    {
        while (!condition())
        {
            // A client or watcher that found something wrong has ended: that is the failure to show.
            if (_committing.IsFaulted)
                await _committing;
            if (_watching.IsCompleted)
                await _watching;
            await Task.Delay(10, patience);
        }
    }
}
