using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Rendering;

/// <summary>Tells on standard error what went wrong, why, and what to do; or all of it as JSON.</summary>
internal sealed class ErrorReport(bool json)
{
    /// <summary>Shows an error and returns the exit code of its class.</summary>
    public int Show(FabricException error)
    {
        if (json)
        {
            Console.Error.WriteLine(JsonSerializer.Serialize(Problem.From(error), ApiJson.Wire.Problem));
        }
        else
        {
            Console.Error.WriteLine($"""
                error: {SafeText.Of(error.What)} ({error.Error.Code})
                  why: {SafeText.Of(error.Why)}
                  fix: {SafeText.Of(error.Fix)}
                """);
        }

        return error.Error.ExitCode;
    }

    /// <summary>Shows a defect of ours, with what is needed to find it.</summary>
    public int ShowDefect(Exception defect)
    {
        var code = Show(new FabricException(ErrorTable.Internal, "The program failed.",
            $"This is a defect in InfraFabric: {defect.GetType().Name}: {defect.Message}",
            "Please report it, with the lines below.", defect));
        if (!json)
            Console.Error.WriteLine(defect.StackTrace);
        return code;
    }
}
