using System.CommandLine;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorCommand
{
    public static Command Create() => new("governor", "Say what may be spent, and see what was.")
    {
        GovernorBudgetsCommand.Create(),
        GovernorSetBudgetCommand.Create(),
        GovernorSetBudgetsCommand.Create(),
        GovernorDelegateCommand.Create(),
        GovernorCheckDelegationCommand.Create(),
    };
}
