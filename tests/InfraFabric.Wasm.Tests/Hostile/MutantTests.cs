using System.Globalization;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Tests.Spec;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>Ten thousand damaged modules: each is refused or runs within its limits, and nothing of it stays.</summary>
[Collection(Alone.Name)]
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int Mutants = 10_000;
    private const int WarmUp = 2_500;
    private const long MegaByte = 1 << 20;

    private static readonly StoreOptions Limits = new()
    {
        Fuel = 200_000,
        MaxMemoryPages = 64,
        MaxTableElements = 10_000,
        MaxInstances = 1,
        MaxStackBytes = 128 << 10,
    };

    private static readonly ModuleOptions Options = new()
    {
        Features = ModuleFeatures.TailCalls | ModuleFeatures.ExtendedConstants | ModuleFeatures.Exceptions,
    };

    private readonly Dictionary<string, int> _outcomes = [];

    [Fact]
    public void Run_DamagedModules_EachEndsWithinItsLimitsAndLeavesNothing()
    {
        var valid = Bases();
        RunAll(valid, 0, WarmUp);
        var before = MemoryUse.Now();

        RunAll(valid, WarmUp, Mutants);

        var after = MemoryUse.Now();
        output.WriteLine(string.Join(", ", _outcomes.OrderByDescending(pair => pair.Value)));
        output.WriteLine($"{before} -> {after}");
        _outcomes.GetValueOrDefault("returned").ShouldBeGreaterThan(Mutants / 10);
        (after.Managed - before.Managed).ShouldBeLessThan(8 * MegaByte);
        (after.Resident - before.Resident).ShouldBeLessThan(64 * MegaByte);
        (after.Reserved - before.Reserved).ShouldBeLessThan(512 * MegaByte);
    }

    private static List<byte[]> Bases()
    {
        List<byte[]> bases = [.. ValidModules.Some, .. ValidModules.Throwing];
        if (!SpecArchive.IsPresent)
            return bases;
        using var archive = new SpecArchive();
        foreach (var script in SpecArchive.Scripts)
            bases.AddRange(archive.Modules(script).Where(module => module.Length > 50).Take(3));
        return bases;
    }

    private void RunAll(List<byte[]> valid, int from, int to)
    {
        for (var seed = from; seed < to; seed++)
        {
            foreach (var outcome in OutcomesOf(Mutant.Make(valid, seed), seed))
                _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        }
    }

    // Whatever else is thrown fails the test, and says of which seed.
    private static List<string> OutcomesOf(byte[] bytes, int seed)
    {
        try
        {
            return Run(Module.Load(bytes, Options));
        }
        catch (Exception refused) when (NameOf(refused) is { } name)
        {
            return [name];
        }
        catch (Exception unexpected)
        {
            throw new InvalidOperationException($"seed {seed.ToString(CultureInfo.InvariantCulture)}", unexpected);
        }
    }

    private static List<string> Run(Module module)
    {
        using var store = new Store(Limits);
        var instance = HostOf(module, store).Instantiate(store, module);
        var outcomes = new List<string>();
        foreach (var export in module.Exports)
        {
            if (export.Type is not FunctionType type)
                continue;
            try
            {
                instance.GetFunction(export.Name).Invoke([.. type.Parameters.Select(Value.Default)]);
                outcomes.Add("returned");
            }
            catch (TrapException trap)
            {
                outcomes.Add(trap.Reason.ToString());
            }
            catch (WasmException)
            {
                outcomes.Add("thrown");
            }
        }

        return outcomes;
    }

    // Whatever it asks for is there.
    private static Linker HostOf(Module module, Store store)
    {
        var linker = new Linker();
        foreach (var (from, name, type) in module.Imports)
        {
            _ = type switch
            {
                FunctionType function => linker.DefineFunction(from, name, function, (_, _, results) =>
                {
                    for (var i = 0; i < results.Length; i++)
                        results[i] = Value.Default(function.Results[i]);
                }),
                MemoryType memory => linker.Define(from, name, new Memory(store, memory)),
                TableType table => linker.Define(from, name, new Table(store, table)),
                GlobalType global => linker.Define(from, name, new Global(store, global, Value.Default(global.Kind))),
                TagType tag => linker.Define(from, name, new Tag(store, tag)),
                _ => throw new InvalidOperationException($"{type}"),
            };
        }

        return linker;
    }

    private static string? NameOf(Exception refused) => refused switch
    {
        InvalidModuleException module => module.Fault.ToString(),
        LinkException => "unlinkable",
        TrapException trap => $"not instantiated: {trap.Reason}",
        WasmException => "not instantiated: thrown",
        _ => null,
    };
}
