using System.CommandLine;
using InfraFabric.Cli.Commands.Breakers;
using InfraFabric.Cli.Commands.Escalations;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorCommand
{
    public static Command Create() => new("governor", "Say who may do what for how much, and see what was spent.")
    {
        GovernorRegisterCommand.Create(),
        GovernorForgetCommand.Create(),
        GovernorSwarmsCommand.Create(),
        GovernorFindHelpCommand.Create(),
        GovernorExplainCommand.Create(),
        GovernorPolicyCommand.Create(),
        GovernorCheckPolicyCommand.Create(),
        GovernorImportSwarmsCommand.Create(),
        GovernorRehearseCommand.Create(),
        GovernorBudgetsCommand.Create(),
        GovernorSetBudgetCommand.Create(),
        GovernorSetBudgetsCommand.Create(),
        GovernorDelegateCommand.Create(),
        GovernorCheckDelegationCommand.Create(),
        GovernorCircuitBreakersCommand.Create(),
        GovernorOpenCircuitBreakerCommand.Create(),
        GovernorResetCircuitBreakerCommand.Create(),
        GovernorApproveCommand.Create(),
        GovernorEscalationsCommand.Create(),
        GovernorEscalationCommand.Create(),
        GovernorCloseEscalationCommand.Create(),
        GovernorResendCommand.Create(),
        GovernorTestChannelCommand.Create(),
    };
}
