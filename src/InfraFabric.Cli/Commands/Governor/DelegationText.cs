using InfraFabric.Cli.Rendering;
using InfraFabric.Governor.Delegation;

namespace InfraFabric.Cli.Commands.Governor;

/// <summary>Delegations as the terminal shows them.</summary>
internal static class DelegationText
{
    public static DelegationAnswer Of(BudgetDelegation delegation) => new(
        delegation.Text, delegation.Budget.Text, delegation.IssuedBy.ToString(), delegation.Issuer.ToString(),
        delegation.Terms.Holder.ToString(), delegation.Terms.Limit, delegation.Terms.ExpiresAt,
        delegation.Terms.Kinds, delegation.Steps.Count);

    /// <summary>The text alone on a line, so that it can be handed on as it is.</summary>
    public static void ShowMade(DelegationAnswer made, Terminal terminal)
    {
        terminal.Line(made.Delegation);
        terminal.Hint($"{made.Limit} of {made.Budget} until {TimeText.Of(made.ExpiresAt)}, for {made.Holder}");
    }

    public static void Show(DelegationAnswer checkedOne, Terminal terminal) => terminal.Table(
        ["BUDGET", checkedOne.Budget],
        [
            ["limit", $"{checkedOne.Limit}"],
            ["until", TimeText.Of(checkedOne.ExpiresAt)],
            ["kinds", checkedOne.Kinds is { } kinds ? string.Join(", ", kinds) : "any"],
            ["holder", checkedOne.Holder],
            ["begins with", $"{checkedOne.Issuer}, which says it is {checkedOne.IssuedBy}"],
            ["handed on", checkedOne.Steps == 1 ? "once" : $"{checkedOne.Steps} times"],
        ]);
}
