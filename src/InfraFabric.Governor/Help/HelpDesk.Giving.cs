using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Records;
using InfraFabric.Governor.Registry;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Help;

/// <content>How help is given: the money first, then the record that everybody sees.</content>
public sealed partial class HelpDesk
{
    private const string Actor = "if://agent/infrafabric.governor/0";

    private async Task HelpAsync(OpenBlocker open, CancellationToken stopping)
    {
        var policy = _registry.Policy;
        var cause = new Cause(Actor, TraceToken.New(_ids), $"task {open.Task} is blocked", ForAll: true);
        await TakeBackAsync(open, cause, stopping);
        if (await _reader.ReadAsync(open.Task, policy, open.Blocker, stopping) is not { } work)
            return;
        if (open.Blocker.IsOfPlan)
        {
            await EscalateAsync(open, work, ["It waits for other tasks, which no swarm can change."], cause, stopping);
            return;
        }

        if (open.Blocker.IsOfMoney)
        {
            await EscalateAsync(open, work, ["It goes on by itself once there is more."], cause, stopping);
            return;
        }

        var except = new HashSet<string>(StringComparer.Ordinal);
        var reasons = new List<string>();
        for (var plans = 0; plans < HelpLimits.MaxPlans; plans++)
        {
            var plan = HelpPlanner.Plan(work, policy, except, _registry.Find);
            if (plan.Helpers.Count == 0)
            {
                reasons.AddRange(plan.Reasons);
                break;
            }

            var (helpers, failed) = await ReserveAsync(open, work, plan, cause, stopping);
            if (failed is null)
            {
                await GiveAsync(open, work, plan, helpers, cause, stopping);
                return;
            }

            // Whoever cannot be paid for is passed over, and the others get other shares.
            foreach (var helper in helpers)
                await _budgets.ReleaseAsync(ReservationId.Parse(helper.Reservation), cause, stopping);
            except.Add(failed.Value.Swarm);
            reasons.Add(failed.Value.Why);
        }

        if (work.Required.Count == 0)
            reasons.Add("Neither the blocker nor the task says what is needed.");
        await EscalateAsync(open, work, reasons, cause, stopping);
    }

    /// <summary>What was kept for an earlier blocker of the task is there for this one.</summary>
    private async Task TakeBackAsync(OpenBlocker open, Cause cause, CancellationToken stopping)
    {
        if (_book.Find(open.Task) is not { } before || before.Blocker == open.Revision)
            return;
        foreach (var helper in before.Helpers ?? [])
            await _budgets.ReleaseAsync(ReservationId.Parse(helper.Reservation), cause, stopping);
    }

    private async Task<(List<Helper> Helpers, (string Swarm, string Why)? Failed)> ReserveAsync(
        OpenBlocker open, WorkAtHand work, HelpPlan plan, Cause cause, CancellationToken stopping)
    {
        var helpers = new List<Helper>();
        foreach (var planned in plan.Helpers)
        {
            var amount = planned.Share;
            var outcome = await ReserveAsync(open, work, planned, amount, cause, stopping);
            if (outcome is { Verdict: SpendVerdict.OverBudget, Lacking.Left: var left } && left >= planned.Cost
                && left > Money.Zero)
            {
                amount = left;
                outcome = await ReserveAsync(open, work, planned, amount, cause, stopping);
            }

            if (outcome.Verdict != SpendVerdict.Done)
                return (helpers, (planned.Candidate.Swarm.Text, WhyNot(planned, outcome)));
            helpers.Add(new Helper
            {
                Swarm = planned.Candidate.Swarm.Text,
                Capability = planned.Capability,
                Reservation = NameOf(open, planned, amount).ToString(),
                Amount = amount,
                Session = planned.Candidate.Session,
            });
        }

        return (helpers, null);
    }

    private async Task<SpendOutcome> ReserveAsync(
        OpenBlocker open, WorkAtHand work, PlannedHelper planned, Money amount, Cause cause, CancellationToken stopping)
    {
        var swarm = planned.Candidate;
        var path = new List<BudgetId> { BudgetId.Fabric };
        if (swarm.Tenant is { } tenant && SwarmName.TryParse(tenant, out var name))
            path.Add(BudgetId.Tenant(name));
        path.Add(BudgetId.Swarm(swarm.Swarm));
        path.Add(BudgetId.Task(open.Task));
        return await _budgets.ReserveAsync(
            new ReserveAsk
            {
                Id = NameOf(open, planned, amount),
                Path = path,
                // What the task may cost holds for who helps with it, too, also if nothing was spent on it yet.
                First = new Dictionary<BudgetId, BudgetTerms>
                {
                    [BudgetId.Task(open.Task)] = new(work.Budget ?? BudgetTerms.Unlimited),
                },
                Amount = amount,
                Lease = new LeaseId(swarm.Lease),
                Guards = [SessionGuard(swarm.Swarm.Text, swarm.Session)],
                Kind = "help",
                Hold = HoldFor(_registry.Policy.ExpectedHelp),
                For = swarm.Owner,
                Help = open.Task,
            },
            cause, stopping);
    }

    /// <summary>
    /// The name of a reservation follows from what it is for: two servers that come to the same plan, or one that
    /// comes to it again after a crash, keep the money once.
    /// </summary>
    private static ReservationId NameOf(OpenBlocker open, PlannedHelper planned, Money amount) => ReservationId.Of(
        Actor, $"{open.Task} {open.Revision} {planned.Candidate.Swarm} {planned.Candidate.Session} {amount.MicroUsd}");

    private static TimeSpan HoldFor(TimeSpan expected) =>
        expected * 2 < GovernorLimits.MaxHold ? expected * 2 : GovernorLimits.MaxHold;

    private async Task GiveAsync(
        OpenBlocker open, WorkAtHand work, HelpPlan plan, List<Helper> helpers, Cause cause,
        CancellationToken stopping)
    {
        // What nobody helps with is still in the way: a person hears of it.
        EscalationId? id = plan.Missing.Count == 0 ? null : EscalationId.New(_ids);
        var record = new HelpRecord
        {
            Blocker = open.Revision,
            At = _time.GetUtcNow(),
            Helpers = helpers,
            Missing = plan.Missing.Count == 0 ? null : plan.Missing,
            Escalation = id?.ToString(),
        };
        var note = NoteOf("help.give", open.Task, cause) with
        {
            Severity = id is null ? NoteSeverity.Info : NoteSeverity.Medium,
            Parameters = Said(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["task"] = open.Task.ToString(),
                ["kind"] = work.Kind,
                ["needs"] = string.Join(' ', work.Required),
                ["value"] = work.Value.ToString(),
                ["owner"] = work.Owner ?? "",
                ["helpers"] = string.Join("; ", helpers.Select(
                    helper => $"{helper.Swarm} {helper.Capability} {helper.Amount}")),
                ["escalation"] = record.Escalation ?? "",
                ["reasons"] = string.Join(" ", plan.Reasons),
            }),
        };
        var sessions = helpers.Select(helper => SessionGuard(helper.Swarm, helper.Session));
        Write? asked = id is { } partly ? EscalationOf(
            partly, open, work, plan.Missing, EscalationSeverity.Medium,
            $"{string.Join(", ", helpers.Select(helper => helper.Swarm))} can help with the rest.", plan.Reasons,
            cause) : null;
        if (await CommitAsync(open, record, note, [.. sessions], asked, stopping))
        {
            LogHelped(_logger, open.Task.ToString(), string.Join(", ", helpers.Select(helper => helper.Swarm)));
        }
    }

    /// <summary>Asks a person: what happened, what is needed, and how to answer.</summary>
    private async Task EscalateAsync(
        OpenBlocker open, WorkAtHand work, IReadOnlyList<string> reasons, Cause cause, CancellationToken stopping)
    {
        var id = EscalationId.New(_ids);
        var why = string.Join(' ', reasons.Distinct(StringComparer.Ordinal));
        string[] missing = [.. work.Required.Select(need => need.Text)];
        var record = new HelpRecord
        {
            Blocker = open.Revision,
            At = _time.GetUtcNow(),
            Missing = missing.Length == 0 ? null : missing,
            Escalation = id.ToString(),
        };
        var note = NoteOf("help.escalate", open.Task, cause) with
        {
            Severity = NoteSeverity.High,
            Outcome = "escalated",
            Parameters = Said(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["task"] = open.Task.ToString(),
                ["kind"] = work.Kind,
                ["needs"] = string.Join(' ', work.Required),
                ["value"] = work.Value.ToString(),
                ["owner"] = work.Owner ?? "",
                ["escalation"] = id.ToString(),
                ["reasons"] = why,
            }),
        };
        var who = open.Blocker.IsOfMoney ? "It is paused." : "Nobody can help.";
        var asked = EscalationOf(id, open, work, missing, EscalationSeverity.High, who, reasons, cause);
        if (await CommitAsync(open, record, note, [], asked, stopping))
            LogEscalated(_logger, open.Task.ToString(), why);
    }

    /// <summary>What a person is told; it counts against the quota of whoever is blocked.</summary>
    private Write EscalationOf(
        EscalationId id, OpenBlocker open, WorkAtHand work, IReadOnlyList<string> missing, EscalationSeverity severity,
        string who, IReadOnlyList<string> reasons, Cause cause)
    {
        var needs = missing.Count == 0 ? "" : $" It needs {string.Join(", ", missing)}.";
        var draft = new EscalationDraft(
            open.Blocker.IsOfMoney ? EscalationKind.Budget
                : open.Blocker.IsOfPlan ? EscalationKind.Stalled
                : EscalationKind.NoHelp,
            WorkReader.Blockers + open.Task,
            severity,
            $"Task {open.Task} ({work.Kind}) does not get on: {open.Blocker.Reason}.{needs} {who}"
            + $" {string.Join(' ', reasons.Distinct(StringComparer.Ordinal))}\n"
            + (open.Blocker.IsOfMoney
                ? $"Raise it: ifctl governor set-budget {open.Blocker.Budget} DOLLARS"
                : $"Answer it: ifctl coordinator resolve {open.Task} --answer \"...\""));
        return draft.ToWrite(id, cause with { Actor = OwnerOf(work.Owner) ?? Actor }, _time.GetUtcNow());
    }

    /// <summary>Says what is done about a blocker, if nobody else has; true if this said it.</summary>
    private async Task<bool> CommitAsync(
        OpenBlocker open, HelpRecord record, WitnessNote note, IReadOnlyList<Guard> guards, Write? also,
        CancellationToken stopping)
    {
        var key = HelpRecord.KeyOf(open.Task);
        var put = Write.Put(key, RecordBytes.Of(record));
        var outcome = await _store.CommitAsync(
            new Commit(
                [
                    Guard.Unchanged(new RecordKey(WorkReader.Blockers + open.Task), open.Revision),
                    open.HelpRevision is { } before ? Guard.Unchanged(key, before) : Guard.Absent(key),
                    .. guards,
                ],
                also is { } more ? [put, more] : [put],
                [note]),
            stopping);
        if (outcome.Succeeded)
            await _helps.SeenAsync(outcome.Revision);
        return outcome.Succeeded;
    }

    private string? OwnerOf(string? swarm) =>
        SwarmName.TryParse(swarm, out var name) ? _registry.OwnerOf(name) : null;

    private static Guard SessionGuard(string swarm, long session) =>
        Guard.Unchanged(new RecordKey(RegistryBook.Sessions + swarm), session);

    private static string WhyNot(PlannedHelper planned, SpendOutcome outcome) =>
        $"{planned.Capability}: '{planned.Candidate.Swarm}' cannot be paid: " + outcome.Verdict switch
        {
            SpendVerdict.OverBudget => $"{outcome.Lacking!.Value.Budget} has {outcome.Lacking.Value.Left} left.",
            SpendVerdict.NoBudget => "no budget is set that it could spend from.",
            SpendVerdict.LeaseGone or SpendVerdict.Stale => "its session has ended.",
            _ => $"{outcome.Verdict}.",
        };

    /// <summary>The particulars that say something.</summary>
    private static Dictionary<string, string> Said(Dictionary<string, string> particulars)
    {
        foreach (var (name, text) in particulars)
        {
            if (text.Length == 0)
                particulars.Remove(name);
        }

        return particulars;
    }

    private WitnessNote NoteOf(string operation, TaskId task, Cause cause) => new()
    {
        Trace = cause.Trace,
        Actor = cause.Actor,
        Component = "governor",
        Operation = operation,
        Subject = HelpRecord.Prefix + task,
        Time = _time.GetUtcNow(),
        Why = cause.Why,
    };
}
