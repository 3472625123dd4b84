using System.Globalization;

namespace InfraFabric.Integration.Wasm.Differential;

/// <summary>
/// Random modules do here what they do in V8. The environment says how many and from which seed on: an hour takes some
/// twenty thousand.
/// </summary>
public sealed class DifferentialTests
{
    internal const string CountVariable = "IF_WASM_MODULES";
    internal const string SeedVariable = "IF_WASM_SEED";

    [Fact]
    public async Task Run_RandomModules_DoesWhatV8Does()
    {
        var run = new DifferentialRun(Number(SeedVariable, 1), Number(CountVariable, 200));

        var differences = await run.RunAsync();

        Console.WriteLine(run);
        differences.ShouldBeEmpty();
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
