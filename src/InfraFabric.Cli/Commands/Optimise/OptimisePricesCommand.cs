using System.CommandLine;

namespace InfraFabric.Cli.Commands.Optimise;

internal static class OptimisePricesCommand
{
    public static Command Create() => new("prices", "See what models and services cost, and check a file of prices.")
    {
        OptimisePricesListCommand.Create(),
        OptimisePricesShowCommand.Create(),
        OptimisePricesCheckCommand.Create(),
    };
}
