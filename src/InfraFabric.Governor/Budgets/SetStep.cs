using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <summary>Sets what may be spent; what was spent and is reserved stays.</summary>
/// <param name="id">The budget.</param>
/// <param name="terms">What may be spent from now on.</param>
/// <param name="cause">Who wants it, and why.</param>
internal sealed class SetStep(BudgetId id, BudgetTerms terms, Cause cause) : BudgetStep(cause)
{
    public override IEnumerable<RecordKey> RestsOn => [id.Key];

    public override SpendOutcome Decide(BudgetDraft draft)
    {
        var before = draft.Budget(id);
        if (before is not null && new BudgetTerms(before.Limit, before.Window) { Until = before.Until } == terms)
            return Is(SpendVerdict.Done);
        draft.Set(id, before?.Under(terms, draft.Now) ?? BudgetRecord.Of(terms, draft.Now));
        draft.Tell(this, Note(draft, "budget.set", id.Key.Text, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["before"] = before is null ? "none" : $"{before.Limit} {Name(before.Window)}",
            ["limit"] = terms.Limit.ToString(),
            ["window"] = Name(terms.Window),
        }));
        return Is(SpendVerdict.Done);
    }

    private static string Name(BudgetWindow window) => window switch
    {
        BudgetWindow.Day => "day",
        BudgetWindow.Month => "month",
        _ => "total",
    };
}
