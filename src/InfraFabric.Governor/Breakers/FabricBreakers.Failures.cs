using InfraFabric.Core.Ids;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Breakers;

/// <content>
/// What failures do to breakers. Every server looks; the guards let one of them act.
/// </content>
public sealed partial class FabricBreakers
{
    private async Task LookLoopAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await _wake.Reader.ReadAsync(stopping);
                foreach (var swarm in _failures.Swarms())
                    await OpenIfFailingAsync(swarm, stopping);
                foreach (var breaker in List().Where(breaker => breaker.State == BreakerState.HalfOpen))
                    await CloseIfWellAsync(breaker.Swarm, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogNotLooked(_logger, failed.Message);
                await PauseAsync(stopping);
                Wake();
            }
        }
    }

    /// <summary>Opens the breaker of a swarm that fails too often, or once while it is tried.</summary>
    private async Task OpenIfFailingAsync(SwarmName swarm, CancellationToken stopping)
    {
        if (_failures.Find(swarm) is not var (failures, revision))
            return;
        var known = _breakers.Book.Find(swarm);
        var fails = known?.Breaker switch
        {
            null => failures.Count >= _breakers.Policy.FailureThreshold,
            { State: BreakerState.HalfOpen } tried => failures.Count > tried.Failures,
            _ => false,
        };
        if (!fails)
            return;
        var opening = new BreakerOpening(swarm, BreakerReason.Failures, DetailOf(failures))
        {
            Failures = failures.Count,
        };
        await CommitAsync(
            Opening(opening, known, _self, [Guard.Unchanged(FailuresRecord.KeyOf(swarm), revision)]), stopping);
    }

    /// <summary>
    /// Closes a breaker that is tried, once its swarm has completed a task. The coordinator says so with a count of
    /// nothing, or, where it did not know yet of the trial, by removing the count that there was.
    /// </summary>
    private async Task CloseIfWellAsync(SwarmName swarm, CancellationToken stopping)
    {
        if (_breakers.Book.Find(swarm) is not var (breaker, revision))
            return;
        var failures = _failures.Find(swarm);
        var isWell = failures is var (known, _) ? known.Count == 0 : breaker.Reason == BreakerReason.Failures;
        if (!isWell)
            return;
        var (key, counted) = (BreakerRecord.KeyOf(swarm), FailuresRecord.KeyOf(swarm));
        var commit = new Commit(
            [
                Guard.Unchanged(key, revision),
                failures is var (_, seen) ? Guard.Unchanged(counted, seen) : Guard.Absent(counted),
            ],
            failures is null ? [Write.Delete(key)] : [Write.Delete(key), Write.Delete(counted)],
            [Note(swarm, "breaker.close", breaker, _self)]);
        await CommitAsync(commit, stopping);
    }

    // Whatever has changed meanwhile wakes the loop again, once it is seen here.
    private async Task CommitAsync(Commit commit, CancellationToken stopping)
    {
        var outcome = await _store.CommitAsync(commit, stopping);
        if (outcome.Succeeded)
            await _breakers.SeenAsync(outcome.Revision);
    }

    private static string DetailOf(FailuresRecord failures)
    {
        var times = failures.Count == 1 ? "it failed while it was tried" : $"it failed {failures.Count} times in a row";
        return failures is { Task: { } task, Reason: { } reason }
            ? $"{times}, last in task {task}: {reason}"
            : $"{times}.";
    }

    private Commit Opening(
        BreakerOpening opening, (BreakerRecord Breaker, long Revision)? known, Cause cause, Guard[] guards)
    {
        var at = _time.GetUtcNow();
        var escalation = Escalation.EscalationId.New(_ids);
        var key = BreakerRecord.KeyOf(opening.Swarm);
        return new Commit(
            [.. guards, known is var (_, revision) ? Guard.Unchanged(key, revision) : Guard.Absent(key)],
            [
                Write.Put(key, RecordBytes.Of(opening.RecordOf(known?.Breaker, escalation, cause, at))),
                opening.Escalate().ToWrite(escalation, cause, at),
            ],
            [opening.NoteOf(known?.Breaker, escalation, cause, at)]);
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(LookAgain, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop that waited looks at the token itself.
        }
    }
}
