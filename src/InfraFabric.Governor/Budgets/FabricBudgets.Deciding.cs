using InfraFabric.Governor.Breakers;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <content>
/// How steps are decided: many at once, on what this server knows, in a commit that is refused if that was not all.
/// </content>
public sealed partial class FabricBudgets
{
    private const int MaxFailures = 3;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    private async Task DecideLoopAsync(CancellationToken stopping)
    {
        var steps = new List<BudgetStep>();
        try
        {
            while (steps.Count > 0 || await _waiting.Reader.WaitToReadAsync(stopping))
            {
                stopping.ThrowIfCancellationRequested();
                while (steps.Count < GovernorLimits.MaxStepsAtOnce && _waiting.Reader.TryRead(out var step))
                    steps.Add(step);
                await DecideAsync(steps, stopping);
                steps.RemoveAll(step => step.Done.IsCompleted);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Those who wait are told below.
        }

        while (_waiting.Reader.TryRead(out var step))
            steps.Add(step);
        foreach (var step in steps)
            step.Fail(Stopping());
    }

    /// <summary>Decides what it can of some steps. Those that are not answered are to be decided again.</summary>
    private async Task DecideAsync(IReadOnlyList<BudgetStep> steps, CancellationToken stopping)
    {
        var done = new List<(BudgetStep Step, SpendOutcome Outcome)>();
        try
        {
            await RememberAsync(stopping);
            var draft = new BudgetDraft(_book, _breakers, _ids, _time.GetUtcNow(), _answers);
            foreach (var step in steps)
            {
                if (!draft.HasRoomFor(step) || (_oneByOne > 0 && draft.HasChanges))
                    continue;
                var before = draft.Steps;
                var outcome = step.Decide(draft);
                if (draft.Steps > before)
                    done.Add((step, outcome));
                else if (outcome.Verdict == SpendVerdict.Done || !await MayHaveChangedAsync(step, stopping))
                    step.Answer(outcome);
            }

            if (draft.HasChanges)
                await CommitAsync(draft, done, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failed)
        {
            LogNotKnown(_logger, failed.Message);
            foreach (var (step, _) in done)
            {
                if (++step.Failures >= MaxFailures)
                    step.Fail(failed);
            }

            if (done.Count == 0)
            {
                foreach (var step in steps)
                    step.Fail(failed);
            }

            await CatchUpAsync(done, stopping);
        }
    }

    private async Task CommitAsync(
        BudgetDraft draft, List<(BudgetStep Step, SpendOutcome Outcome)> done, CancellationToken stopping)
    {
        var commit = draft.ToCommit();
        var outcome = await _store.CommitAsync(commit, stopping);
        _oneByOne = Math.Max(0, _oneByOne - 1);
        switch (outcome.Verdict)
        {
            case CommitVerdict.Committed:
                await SeeOwnAsync(commit, outcome.Revision);
                foreach (var (step, answer) in done)
                {
                    if (step.Learned is var (kind, cost))
                        _costs.Add(kind, cost);
                    step.Answer(answer);
                }

                return;
            case CommitVerdict.GuardFailed when draft.OwnerOf(outcome.FailedGuard) is { } owner:
                owner.Answer(new SpendOutcome(SpendVerdict.Stale));
                return;
            case CommitVerdict.GuardFailed:
                await SeeAsync(commit.Guards[outcome.FailedGuard].Key, stopping);
                return;
            default:
                LeaseGone(done);
                return;
        }
    }

    // A refusal that opens a breaker changes no budget, and most of what changes budgets no breaker.
    private async Task SeeOwnAsync(Commit commit, long revision)
    {
        if (commit.Writes.Any(write => write.Key.Text.StartsWith(BudgetId.Prefix, StringComparison.Ordinal)))
            await _follower.SeenAsync(revision);
        if (commit.Writes.Any(write => IsOfABreaker(write.Key)))
            await _breakers.SeenAsync(revision);
    }

    // Which of several leases has ended is not said: then they are tried one by one.
    private void LeaseGone(List<(BudgetStep Step, SpendOutcome Outcome)> done)
    {
        if (done.Count > 1)
            _oneByOne = done.Count;
        else if (done[0].Step is ReserveStep reserve)
            reserve.Answer(new SpendOutcome(SpendVerdict.LeaseGone));
        else
            _answers = LeaseId.None;
    }

    /// <summary>
    /// Whether a refusal rests on what is no longer so: then the step is decided again, on what has been seen since.
    /// </summary>
    private async Task<bool> MayHaveChangedAsync(BudgetStep step, CancellationToken stopping)
    {
        var changed = false;
        foreach (var key in step.RestsOn)
            changed |= await SeeAsync(key, stopping);
        return changed;
    }

    /// <summary>Waits until this server knows a record as it is now; false if it did already.</summary>
    private async Task<bool> SeeAsync(RecordKey key, CancellationToken stopping)
    {
        var known = IsOfABreaker(key) ? _breakers.RevisionOf(key) : _book.RevisionOf(key);
        var record = await _store.GetAsync(key, null, stopping);
        if (record?.ModifyRevision == known)
            return false;
        if (record is not null && IsOfABreaker(key))
            await _breakers.SeenAsync(record.ModifyRevision);
        else if (record is not null)
            await _follower.SeenAsync(record.ModifyRevision);
        else
            await PauseAsync(LookAgain, stopping);
        return true;
    }

    private static bool IsOfABreaker(RecordKey key) =>
        key.Text.StartsWith(BreakerRecord.Prefix, StringComparison.Ordinal);

    /// <summary>Sees what has become of steps whose commit may have happened.</summary>
    private async Task CatchUpAsync(
        List<(BudgetStep Step, SpendOutcome Outcome)> done, CancellationToken stopping)
    {
        try
        {
            foreach (var (step, _) in done)
                await MayHaveChangedAsync(step, stopping);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            LogNotKnown(_logger, failed.Message);
            await PauseAsync(LookForExpired, stopping);
        }
    }

    /// <summary>
    /// Sees to a lease on which it is remembered how reservations ended. It is not kept alive: after a while another
    /// one is begun, and what hangs on the first is forgotten with it.
    /// </summary>
    private async Task RememberAsync(CancellationToken stopping)
    {
        if (!_answers.IsNone && _time.GetElapsedTime(_answersSince) < GovernorLimits.RememberEnded)
            return;
        var note = new WitnessNote
        {
            Trace = _self.Trace,
            Actor = _self.Actor,
            Component = "governor",
            Operation = "budget.remember",
            Subject = BudgetId.Prefix,
            Time = _time.GetUtcNow(),
        };
        _answers = await _store.GrantLeaseAsync(GovernorLimits.RememberEnded * 2, note, stopping);
        _answersSince = _time.GetTimestamp();
    }
}
