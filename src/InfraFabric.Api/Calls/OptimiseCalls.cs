namespace InfraFabric.Api.Calls;

/// <summary>Calls about costs: what was spent on what, what came of it, and what things cost.</summary>
public static class OptimiseCalls
{
    private static readonly ApiParameter From =
        new("from", "The first moment, such as 2026-01-31T09:00:00Z; seven days before the last, if left out.");

    private static readonly ApiParameter To =
        new("to", "The first moment that is not asked for any more; now, if left out.");

    public static readonly ApiCall Report = new("optimise_report", "GET", "/v1/optimise/report", "tasks:read",
        "Tells what was spent in a time, told apart by model, swarm, task and others; what of it was wasted, what a"
        + " completed task has cost, and how that was in the time before.")
    {
        Gives = json => json.CostReportBody,
        Query =
        [
            new ApiParameter("by", "What to tell apart, up to three with commas between: model, swarm, task, tenant,"
                + " kind, capability, outcome, day, price; model, if left out."),
            From, To,
            ApiParameter.Number("skip", "Rows to leave out, because they stood on pages before."),
            ApiParameter.Number("limit", "Rows on the page, 1 to 1000; 100 if it is not given."),
        ],
    };

    public static readonly ApiCall Spends = new("optimise_spends", "GET", "/v1/optimise/spends", "witness:read",
        "Lists single spendings in the order of the ledger, each with its task, swarm, price, trace token and what came"
        + " of it.")
    {
        Gives = json => json.SpendsBody,
        Query =
        [
            From, To,
            ApiParameter.Number("after", "Only spendings beyond this place of the ledger: the page before names it."),
            ApiParameter.Number("limit", "Spendings on the page, 1 to 1000; 100 if it is not given."),
        ],
    };

    public static readonly ApiCall Prices = new("optimise_prices", "GET", "/v1/optimise/prices", "tasks:read",
        "Lists what models and services cost, since when, and which prices somebody has still to confirm.")
    {
        Gives = json => json.PricesBody,
        Query = [new ApiParameter("model", "Only this model, also by another name of it.")],
    };

    public static readonly ApiCall Reconcile = new("optimise_reconcile", "POST", "/v1/optimise/reconcile", "operate",
        "Holds the invoice of a provider against what was settled in its month, and splits every difference into causes"
        + " to the micro-dollar. Too much that is wrong leaves an entry of high severity in the ledger.")
    {
        Takes = json => json.ReconcileAskBody,
        Gives = json => json.ReconciledBody,
    };

    public static readonly ApiCall Advice = new("optimise_advice", "GET", "/v1/optimise/advice", "tasks:read",
        "Says for each kind of task which model and swarm have done it at the least cost per result so far, how far"
        + " that can be relied upon, and on how much history it rests.")
    {
        Gives = json => json.AdviceBody,
        Query =
        [
            new ApiParameter("kind", "Only this kind of task."),
            From with { Description = "The first moment; a year before the last, if left out." },
            To,
        ],
    };
}
