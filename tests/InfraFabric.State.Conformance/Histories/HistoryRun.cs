using System.Diagnostics;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Conformance.Histories;

/// <summary>
/// Many concurrent clients on a few keys of a real store, with everything that they asked and were told recorded, and a
/// watch beside them. Afterwards the record is checked.
/// </summary>
public sealed class HistoryRun(Func<int, IStateStore> storeOf, int clients, int keys, int operationsEach, int seed)
{
    private readonly List<Operation> _history = [];
    private readonly List<ChangeBatch> _watched = [];
    private readonly Lock _lock = new();

    /// <summary>The operations in the record.</summary>
    public int Operations => _history.Count;

    /// <summary>The operations whose outcome nobody learnt.</summary>
    public int Unknown => _history.Count(operation => operation.IsUnknown);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = (await storeOf(0).ListAsync(new ListQuery("", 1), cancellationToken)).Revision;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(storeOf(0), start, stop.Token);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => ActAsync(client, cancellationToken)));
        await CommitForSureAsync(storeOf(0), Some.Put("h/end", "end"), cancellationToken);
        await watching;
    }

    /// <summary>Fails unless every key's operations are linearizable.</summary>
    public void ShouldBeLinearizable()
    {
        foreach (var key in _history.GroupBy(operation => operation.Key))
            LinearizabilityChecker.IsLinearizable(key).ShouldBeTrue($"The history of '{key.Key}' is not linearizable.");
    }

    /// <summary>
    /// Fails unless the watch saw revisions in order, every acknowledged write exactly once, nothing that nobody
    /// wrote, and ended with what is in the store.
    /// </summary>
    public async Task WatchShouldBeExactAsync(CancellationToken cancellationToken)
    {
        _watched.Select(batch => batch.Revision).ShouldBeInOrder(Shouldly.SortDirection.Ascending);
        _watched.Select(batch => batch.Revision).Distinct().Count().ShouldBe(_watched.Count);
        var seen = _watched.SelectMany(batch => batch.Changes).Select(c => $"{c.Key}={Some.TextOf(c.Record)}").ToList();
        seen.Distinct().Count().ShouldBe(seen.Count);

        var written = _history.Where(o => o.Kind != OperationKind.Read && (o.Succeeded || o.IsUnknown)).ToList();
        var sure = written.Where(o => !o.IsUnknown).Select(o => $"{o.Key}={o.Value}");
        sure.Except(seen).ShouldBeEmpty("The watch missed acknowledged writes.");
        seen.Except(written.Select(o => $"{o.Key}={o.Value}")).ShouldBe(["h/end=end"]);

        for (var key = 0; key < keys; key++)
        {
            var last = _watched.SelectMany(b => b.Changes).LastOrDefault(c => c.Key.Text == KeyOf(key));
            var stored = await storeOf(0).GetAsync(new RecordKey(KeyOf(key)), cancellationToken: cancellationToken);
            Some.TextOf(stored).ShouldBe(Some.TextOf(last.Record));
        }
    }

    /// <summary>
    /// Commits, however often the answer is that it did not work or is not known; for commits without guards.
    /// </summary>
    public static async Task CommitForSureAsync(IStateStore store, Commit commit, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await store.CommitAsync(commit, cancellationToken);
                return;
            }
            catch (FabricException e) when (e.Error.Retryable)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    private static string KeyOf(int key) => $"h/{key}";

    private async Task WatchAsync(IStateStore store, long start, CancellationToken cancellationToken)
    {
        await foreach (var batch in store.WatchAsync("h/", start, cancellationToken))
        {
            _watched.Add(batch);
            if (batch.Changes.Any(change => change.Key.Text == "h/end"))
                return;
        }
    }

    private async Task ActAsync(int client, CancellationToken cancellationToken)
    {
        var chance = new Random(seed * 1000 + client);
        for (var i = 0; i < operationsEach; i++)
        {
            var key = KeyOf(chance.Next(keys));
            var value = $"{client}.{i}";
            var kind = (OperationKind)chance.Next(3);
            await ActAsync(storeOf(client), client, key, kind, value, cancellationToken);
        }
    }

    private async Task ActAsync(
        IStateStore store, int client, string key, OperationKind kind, string value,
        CancellationToken cancellationToken)
    {
        var (known, read) = await TryReadAsync(store, client, key, cancellationToken);
        if (kind == OperationKind.Read || !known)
            return;
        var guard = read is null
            ? Guard.Absent(new RecordKey(key))
            : Guard.Unchanged(new RecordKey(key), read.ModifyRevision);
        var commit = Some.Commit(
            kind == OperationKind.Swap ? [guard] : [], [Write.Put(new RecordKey(key), Some.Bytes(value))], key);
        var asked = Stopwatch.GetTimestamp();
        var (answered, succeeded) = (long.MaxValue, false);
        try
        {
            succeeded = (await store.CommitAsync(commit, cancellationToken)).Succeeded;
            answered = Stopwatch.GetTimestamp();
        }
        catch (FabricException e) when (e.Error == ErrorTable.StateOutcomeUnknown)
        {
            // The record says that nobody knows.
        }
        catch (FabricException e) when (e.Error == ErrorTable.StateUnavailable)
        {
            // It did not happen, so there is nothing to record.
            return;
        }

        Add(new Operation(client, key, kind, Some.TextOf(read), value, succeeded, asked, answered));
    }

    private async Task<(bool Known, Record? Record)> TryReadAsync(
        IStateStore store, int client, string key, CancellationToken cancellationToken)
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            var record = await store.GetAsync(new RecordKey(key), cancellationToken: cancellationToken);
            Add(new Operation(
                client, key, OperationKind.Read, null, Some.TextOf(record), true, asked, Stopwatch.GetTimestamp()));
            return (true, record);
        }
        catch (FabricException e) when (e.Error.Retryable)
        {
            return (false, null);
        }
    }

    private void Add(Operation operation)
    {
        lock (_lock)
            _history.Add(operation);
    }
}
