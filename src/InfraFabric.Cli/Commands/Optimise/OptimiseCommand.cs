using System.CommandLine;

namespace InfraFabric.Cli.Commands.Optimise;

internal static class OptimiseCommand
{
    public static Command Create() => new("optimise", "See what was spent on what, and what things cost.")
    {
        OptimiseReportCommand.Create(),
        OptimiseExportCommand.Create(),
        OptimisePricesCommand.Create(),
        OptimiseReconcileCommand.Create(),
        OptimiseAdviseCommand.Create(),
    };
}
