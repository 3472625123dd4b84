using System.Text.Json;

namespace InfraFabric.Cli.Tests.Program;

/// <summary>How a run of the program ended.</summary>
internal sealed record Result(int ExitCode, string Out, string Error)
{
    /// <summary>The one JSON document on standard output.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The one JSON document on standard error.</summary>
    public JsonElement JsonError => JsonDocument.Parse(Error).RootElement;

    public Result ShouldExit(int code)
    {
        ExitCode.ShouldBe(code, $"stdout:\n{Out}\nstderr:\n{Error}");
        return this;
    }
}
