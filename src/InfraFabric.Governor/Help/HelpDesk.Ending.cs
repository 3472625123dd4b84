using InfraFabric.Core.Ids;
using InfraFabric.Governor.Budgets;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Help;

/// <content>How help ends: with its blocker, and what was not spent goes back.</content>
public sealed partial class HelpDesk
{
    private async Task EndAsync(TaskId task, HelpRecord help, long revision, CancellationToken stopping)
    {
        var cause = new Cause(Actor, TraceToken.New(_ids), $"task {task} is not blocked any more", ForAll: true);
        var key = HelpRecord.KeyOf(task);
        var outcome = await _store.CommitAsync(
            new Commit(
                [Guard.Absent(new RecordKey(WorkReader.Blockers + task)), Guard.Unchanged(key, revision)],
                [Write.Delete(key)],
                [
                    NoteOf("help.end", task, cause) with
                    {
                        Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
                        {
                            ["task"] = task.ToString(),
                            ["helpers"] = string.Join(' ', (help.Helpers ?? []).Select(helper => helper.Swarm)),
                        },
                    },
                ]),
            stopping);
        if (!outcome.Succeeded)
            return;
        await _helps.SeenAsync(outcome.Revision);
        foreach (var helper in help.Helpers ?? [])
            await _budgets.ReleaseAsync(ReservationId.Parse(helper.Reservation), cause, stopping);
    }

    /// <summary>
    /// Gives back what is kept for help and named by none: a server has died between the money and the record, or
    /// between the record's end and the money's.
    /// </summary>
    private async Task SweepAsync(CancellationToken stopping)
    {
        if (_time.GetElapsedTime(_sweptAt) < HelpLimits.SweepEvery)
            return;
        _sweptAt = _time.GetTimestamp();
        var cause = new Cause(Actor, TraceToken.New(_ids), "the help that it was kept for is over", ForAll: true);
        foreach (var (id, task, at) in _budgets.KeptForHelp())
        {
            var isNamed = _book.Find(task)?.Helpers?.Any(helper => helper.Reservation == id.ToString()) == true;
            if (!isNamed && _time.GetUtcNow() - at >= HelpLimits.KeepUnused)
                await TryAsync(task, async () => await _budgets.ReleaseAsync(id, cause, stopping), stopping);
        }
    }
}
