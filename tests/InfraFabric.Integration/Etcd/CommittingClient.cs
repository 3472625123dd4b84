using System.Diagnostics;
using InfraFabric.Core.Errors;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;

namespace InfraFabric.Integration.Etcd;

/// <summary>
/// Counts up one key, commit by commit, through whatever happens to the cluster. What it was told is compared
/// afterwards with what is there.
/// </summary>
internal sealed class CommittingClient(IStateStore store, string name)
{
    private readonly RecordKey _key = new($"load/{name}");
    private long _revision;
    private int _acknowledged;
    private int _unknown;

    public string Key => _key.Text;

    /// <summary>How many commits were acknowledged: the number that must be under the key.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>How often the store could not tell.</summary>
    public int Unknown => Volatile.Read(ref _unknown);

    /// <summary>The longest time from one acknowledgement to the next.</summary>
    public TimeSpan LongestGap { get; private set; }

    public async Task RunAsync(CancellationToken stopping)
    {
        var last = Stopwatch.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await TryCommitAsync())
                    continue;
            }
            catch (FabricException e) when (e.Error == ErrorTable.StateUnavailable)
            {
                // Certainly not made: the same commit goes again.
                continue;
            }
            catch (FabricException e) when (e.Error == ErrorTable.StateOutcomeUnknown)
            {
                Interlocked.Increment(ref _unknown);
                continue;
            }

            var gap = Stopwatch.GetElapsedTime(last);
            LongestGap = gap > LongestGap ? gap : LongestGap;
            last = Stopwatch.GetTimestamp();
        }
    }

    private async Task<bool> TryCommitAsync()
    {
        var next = _acknowledged + 1;
        // Without a guard, so that a commit made twice is seen by the watchers, unless the store has lost track before.
        Guard[] guards = Unknown == 0 ? [] : [Guard.Unchanged(_key, _revision)];
        var outcome = await store.CommitAsync(
            Some.Commit(guards, [Write.Put(_key, Some.Bytes($"{next}"))], $"{_key}={next}"));
        if (!outcome.Succeeded)
        {
            // The commit whose outcome was unknown has happened after all.
            var record = await store.GetAsync(_key);
            Some.TextOf(record).ShouldBe($"{next}");
            _revision = record!.ModifyRevision;
        }
        else
        {
            outcome.Revision.ShouldBeGreaterThan(_revision);
            _revision = outcome.Revision;
        }

        Interlocked.Increment(ref _acknowledged);
        return true;
    }
}
