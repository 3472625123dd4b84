using System.CommandLine;
using System.CommandLine.Invocation;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Frame;

/// <summary>The program: reads the line, runs the command, and turns whatever it ends with into an exit code.</summary>
internal static class Ifctl
{
    /// <summary>How long a command has to end by itself after a signal.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = CommandTree.Create().Parse(args, CommandTree.Parsing);
        var errors = new ErrorReport(parsed.GetResult(GlobalOptions.Json) is { Implicit: false });
        if (parsed.Action is ParseErrorAction)
            return errors.Show(UsageErrors.Explain(parsed));
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = EndTimeout,
            });
        }
        catch (FabricException error)
        {
            return errors.Show(error);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception defect)
        {
            return errors.ShowDefect(defect);
        }
    }
}
