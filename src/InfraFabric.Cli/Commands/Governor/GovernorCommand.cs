using System.CommandLine;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorCommand
{
    public static Command Create() => new("governor", "Say what may be spent and by whom, and see what was.")
    {
        GovernorApproveCommand.Create(),
        GovernorCircuitBreakersCommand.Create(),
        GovernorOpenCircuitBreakerCommand.Create(),
        GovernorResetCircuitBreakerCommand.Create(),
        GovernorEscalationsCommand.Create(),
        GovernorEscalationCommand.Create(),
        GovernorCloseEscalationCommand.Create(),
        GovernorResendCommand.Create(),
        GovernorTestChannelCommand.Create(),
        GovernorBudgetsCommand.Create(),
        GovernorSetBudgetCommand.Create(),
        GovernorSetBudgetsCommand.Create(),
        GovernorDelegateCommand.Create(),
        GovernorCheckDelegationCommand.Create(),
    };
}
