using System.Globalization;
using InfraFabric.Cli.Tests.Program;
using InfraFabric.Wasm;

namespace InfraFabric.Integration.Wasm.Exceptions;

/// <summary>
/// Random modules that throw and catch do here what they do in V8, with each metering. The environment says how many
/// and from which seed on, as for <see cref="Differential.DifferentialTests"/>.
/// </summary>
public sealed class ExceptionDifferentialTests
{
    private const int Modules = 200;

    private static readonly int[] Inputs = [0, 1, 2, 3, 7, -1];

    [Fact]
    public async Task Run_RandomModulesThatThrow_DoesWhatV8Does()
    {
        Assert.SkipUnless(ThrowingPeer.IsPresent, "The newer Node.js is not installed; eng/setup installs it on x64.");
        using var peer = new ThrowingPeer();
        var first = Number(Differential.DifferentialTests.SeedVariable, 1);
        var differences = new List<string>();
        var outcomes = new Dictionary<string, int>();

        for (var seed = first; seed < first + Number(Differential.DifferentialTests.CountVariable, Modules); seed++)
        {
            var text = RandomThrower.Make(seed);
            var (module, theirs) = await peer.RunAsync(text, Inputs);
            foreach (var outcome in theirs)
                outcomes[KindOf(outcome)] = outcomes.GetValueOrDefault(KindOf(outcome)) + 1;
            if (DifferenceOf(module, theirs) is { } difference)
                differences.Add($"seed {seed}: {difference}, kept in {await KeepAsync(seed, text)}");
        }

        Console.WriteLine(string.Join(", ", outcomes.Select(outcome => $"{outcome.Value} {outcome.Key}")));
        differences.ShouldBeEmpty();
        outcomes.Keys.ShouldBe(["result", "trap", "exception"], ignoreOrder: true);
    }

    private static string? DifferenceOf(byte[] module, string[] theirs)
    {
        var (mine, fuel) = ThrowingHere.Run(module, Inputs, Metering.Fuel);
        var (again, fuelAgain) = ThrowingHere.Run(module, Inputs, Metering.Fuel);
        var (inQuanta, fuelInQuanta) = ThrowingHere.Run(module, Inputs, Metering.Quanta);
        var (free, _) = ThrowingHere.Run(module, Inputs, Metering.None);
        return !mine.SequenceEqual(theirs) ? $"[{string.Join(" | ", mine)}] here, [{string.Join(" | ", theirs)}] there"
            : !again.SequenceEqual(mine) || !inQuanta.SequenceEqual(mine) || !free.SequenceEqual(mine)
                ? "it does something else the next time, or with another metering"
            : fuelAgain != fuel || fuelInQuanta != fuel ? $"it takes {fuel}, {fuelAgain}, {fuelInQuanta} of fuel"
            : null;
    }

    private static string KindOf(string outcome) => outcome[0] switch
    {
        't' when outcome.StartsWith("trap", StringComparison.Ordinal) => "trap",
        't' or 'e' => "exception",
        _ => "result",
    };

    private static async Task<string> KeepAsync(int seed, string text)
    {
        var folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "wasm-differences", "exceptions"));
        var file = Path.Combine(folder.FullName, $"{seed}.wat");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
