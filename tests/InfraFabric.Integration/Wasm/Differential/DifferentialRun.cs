using System.Collections.Concurrent;
using InfraFabric.Cli.Tests.Program;
using InfraFabric.Wasm;

namespace InfraFabric.Integration.Wasm.Differential;

/// <summary>
/// Runs random modules here and in V8, on every processor, and keeps those of which they do not say the same.
/// </summary>
internal sealed class DifferentialRun(int firstSeed, int modules)
{
    private readonly ConcurrentBag<string> _differences = [];
    private int _next = firstSeed - 1;
    private int _calls;
    private int _refused;
    private int _trapped;

    /// <summary>For each module with a difference what differs, where it is kept, and how to run it again.</summary>
    public async Task<IReadOnlyCollection<string>> RunAsync()
    {
        await Parallel.ForAsync(0, Environment.ProcessorCount, async (_, _) => await WorkAsync());
        return _differences;
    }

    public override string ToString() =>
        $"{modules} modules from seed {firstSeed}: {_calls} calls, of them {_trapped} stopped by a trap;"
        + $" {_refused} modules refused by both; {_differences.Count} differ";

    private async Task WorkAsync()
    {
        var scratch = Directory.CreateTempSubdirectory("if-wasm-");
        try
        {
            using var worker = await V8Worker.StartAsync(scratch.FullName);
            while (Interlocked.Increment(ref _next) is var seed && seed < firstSeed + modules)
                await CompareAsync(await RandomModule.MakeAsync(seed, scratch.FullName), worker);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private async Task CompareAsync(RandomModule random, V8Worker worker)
    {
        var (mine, calls, unsteady) = RunHere(random);
        var its = await worker.RunAsync(random.Canonical, calls);
        Interlocked.Add(ref _calls, mine.Calls.Count);
        Interlocked.Add(ref _trapped, mine.Calls.Count(call => call.Trap is not null));
        if (mine.Invalid && its.Invalid)
            Interlocked.Increment(ref _refused);
        else if ((unsteady ?? mine.DifferenceFrom(its, V8Traps.IsSame)) is { } difference)
            _differences.Add(await KeepAsync(random, difference, calls));
    }

    // Twice, and once without metering: all three must be the same, and the first two take the same fuel.
    private static (ModuleOutcome Outcome, ModuleCall[] Calls, string? Difference) RunHere(RandomModule random)
    {
        Module module;
        try
        {
            module = Module.Load(random.Plain);
        }
        catch (InvalidModuleException refused)
        {
            return (new ModuleOutcome(Invalid: true, refused.Message, [], null), [], null);
        }

        var calls = ModuleCall.AllOf(module, new Random(random.Seed));
        var (first, fuel) = OurEngine.Run(module, calls);
        var (second, fuelAgain) = OurEngine.Run(module, calls);
        var free = Module.Load(random.Plain, new ModuleOptions { Metering = Metering.None });
        var (third, _) = OurEngine.Run(free, calls);
        var difference = first.DifferenceFrom(second, Equals) is { } again ? $"from itself, {again}"
            : fuel != fuelAgain ? $"from itself, fuel: {fuel} once, {fuelAgain} then"
            : first.DifferenceFrom(third, Equals) is { } unmetered ? $"from itself without metering, {unmetered}"
            : null;
        return (first, calls, difference);
    }

    private static async Task<string> KeepAsync(RandomModule random, string difference, ModuleCall[] calls)
    {
        var folder = Repository.PathOf("artifacts", "wasm-differences", $"{random.Seed}");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "here.wasm"), random.Plain);
        await File.WriteAllBytesAsync(Path.Combine(folder, "v8.wasm"), random.Canonical);
        var numbered = calls.Index().Select(call => $"call {call.Index}: {call.Item}");
        var message = $"seed {random.Seed} differs: {difference}\n  kept in {folder}\n  run again: "
            + $"{DifferentialTests.SeedVariable}={random.Seed} {DifferentialTests.CountVariable}=1 "
            + "artifacts/bin/InfraFabric.Integration/debug/InfraFabric.Integration -class '*DifferentialTests*'";
        await File.WriteAllLinesAsync(Path.Combine(folder, "difference.txt"), [message, .. numbered]);
        return message;
    }
}
