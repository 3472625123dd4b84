namespace InfraFabric.Api.Calls;

/// <summary>Calls about money: what may be spent, and spending it.</summary>
public static class BudgetCalls
{
    public static readonly ApiCall List = new("budget_list", "GET", "/v1/budgets", "tasks:read",
        "Lists all budgets: what may be spent, what was, what is kept for spendings under way, and what is left.")
    {
        Gives = json => json.BudgetsBody,
    };

    public static readonly ApiCall Set = new("budget_set", "PUT", "/v1/budgets", "operate",
        "Sets what the fabric, a swarm or a task may spend. What was spent and is reserved stays; raising a"
        + " budget lets spending go on at once.")
    {
        Takes = json => json.BudgetSetBody,
        Gives = json => json.BudgetBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall Reserve = new("budget_reserve", "POST", "/v1/swarms/{swarm}/reservations", "swarm",
        "Keeps money in every budget that a spending goes through, or in none, before it is spent. It comes back when"
        + " it is released, when the swarm's session ends, or after its time. Where no budget is set, nothing may be"
        + " spent.")
    {
        Takes = json => json.ReserveBody,
        Gives = json => json.ReservationBody,
        TakesIdempotencyKey = true,
    };

    public static readonly ApiCall Settle = new(
        "budget_settle", "POST", "/v1/reservations/{reservation}/settle", "swarm",
        "Ends a reservation with what was spent: a sum, or what was bought, which the server prices. The rest is given"
        + " back; what was spent counts also where it is more than was reserved.")
    {
        Takes = json => json.SettleBody,
        Gives = json => json.SettledBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall Release = new(
        "budget_release", "POST", "/v1/reservations/{reservation}/release", "swarm",
        "Gives a reservation back: nothing was spent.")
    {
        Gives = json => json.SettledBody,
        IsIdempotent = true,
    };
}
