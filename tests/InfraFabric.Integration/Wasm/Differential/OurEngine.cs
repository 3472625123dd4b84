using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using InfraFabric.Wasm;

namespace InfraFabric.Integration.Wasm.Differential;

/// <summary>Runs a random module here, in a store of its own.</summary>
internal static class OurEngine
{
    // A module counts its own steps and ends soon; what does not end is a difference from V8 and must not hang.
    private const long Fuel = 500_000_000;
    private const int MostLogged = 20_000;
    private const string LogModule = "fuzzing-support";

    /// <summary>What came of it, and how much fuel it took.</summary>
    public static (ModuleOutcome Outcome, long Fuel) Run(Module module, IReadOnlyList<ModuleCall> calls)
    {
        using var store = new Store(new StoreOptions { Fuel = module.Options.Metering == Metering.Fuel ? Fuel : null });
        var log = new List<string>();
        Instance instance;
        try
        {
            instance = Logging(log).Instantiate(store, module);
        }
        catch (TrapException trap)
        {
            return (new ModuleOutcome(Invalid: false, trap.Reason.ToString(), [], null), Fuel - store.Fuel);
        }

        var outcomes = calls.Select(call => Run(instance, call, log)).ToArray();
        var memory = instance.FindMemory("memory") is { } bytes
            ? Convert.ToHexStringLower(SHA256.HashData(bytes.Read(0, (int)bytes.Length)))
            : "";
        return (new ModuleOutcome(Invalid: false, null, outcomes, memory), Fuel - store.Fuel);
    }

    private static CallOutcome Run(Instance instance, ModuleCall call, List<string> log)
    {
        log.Clear();
        try
        {
            instance.FindFunction("hangLimitInitializer")?.Invoke();
            var results = instance.GetFunction(call.Name).Invoke(call.Arguments());
            return new CallOutcome([.. results.Select(ModuleCall.Text)], null, [.. log]);
        }
        catch (TrapException trap)
        {
            return new CallOutcome([], trap.Reason.ToString(), [.. log]);
        }
    }

    private static Linker Logging(List<string> log)
    {
        return new Linker()
            .DefineFunction(LogModule, "log-i32", (int value) => Add($"i32 {value}"))
            .DefineFunction(LogModule, "log-i64", (long value) => Add($"i64 {value}"))
            .DefineFunction(LogModule, "log-f32", (float value) => Add($"f32 {BitConverter.SingleToUInt32Bits(value)}"))
            .DefineFunction(LogModule, "log-f64", (double value) => Add($"f64 {BitConverter.DoubleToInt64Bits(value)}"))
            .DefineFunction(LogModule, "log-v128", (Vector128<byte> value) =>
                Add($"v128 {value.AsInt64().GetElement(0)} {value.AsInt64().GetElement(1)}"));

        void Add(string line)
        {
            if (log.Count < MostLogged)
                log.Add(line);
        }
    }
}
