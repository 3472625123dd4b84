using InfraFabric.Api.Budgets;
using InfraFabric.Core.Errors;
using InfraFabric.Governor.Budgets;

namespace InfraFabric.Server.Budgets;

/// <summary>Budgets as the API shows them.</summary>
internal static class BudgetBodies
{
    public static BudgetBody From(BudgetState budget) => new()
    {
        Budget = budget.Id.Text,
        Limit = budget.Terms.Limit,
        Window = budget.Terms.Window.ToString().ToLowerInvariant(),
        Period = budget.Period,
        Settled = budget.Settled,
        Reserved = budget.Reserved,
        Overdrawn = budget.Overdrawn,
        Left = budget.Left,
        Ever = budget.Ever,
        Revision = budget.Revision,
    };

    public static BudgetWindow WindowOf(string text) => text switch
    {
        "total" => BudgetWindow.Total,
        "day" => BudgetWindow.Day,
        "month" => BudgetWindow.Month,
        _ => throw new FabricException(ErrorTable.Usage, "A budget cannot begin anew like that.",
            $"'{(text.Length > 40 ? text[..40] : text)}' is no window.", "It is total, day or month."),
    };
}
