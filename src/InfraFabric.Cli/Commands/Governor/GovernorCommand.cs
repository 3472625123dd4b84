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

    public static Command Create() => new("governor", "Say who may do what for how much, and see what was spent.")
    {
        GovernorRegisterCommand.Create(),
        GovernorForgetCommand.Create(),
        GovernorSwarmsCommand.Create(),
        GovernorFindHelpCommand.Create(),
        GovernorExplainCommand.Create(),
        GovernorPolicyCommand.Create(),
        GovernorCheckPolicyCommand.Create(),
        GovernorBudgetsCommand.Create(),
        GovernorSetBudgetCommand.Create(),
        GovernorSetBudgetsCommand.Create(),
        GovernorDelegateCommand.Create(),
        GovernorCheckDelegationCommand.Create(),
    };
}
