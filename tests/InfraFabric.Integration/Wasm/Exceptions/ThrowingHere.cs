using InfraFabric.Wasm;
using InfraFabric.Wasm.Exceptions;

namespace InfraFabric.Integration.Wasm.Exceptions;

/// <summary>Runs a module that throws here, and tells of it in the words of <c>exceptions.mjs</c>.</summary>
internal static class ThrowingHere
{
    private const int Steps = 3_000;
    private const long Fuel = 10_000_000_000;

    public static (string[] Outcomes, long Fuel) Run(byte[] bytes, IReadOnlyList<int> inputs, Metering metering)
    {
        var module = Module.Load(bytes, new ModuleOptions
        {
            Features = ModuleFeatures.Exceptions | ModuleFeatures.TailCalls,
            Metering = metering,
        });
        using var store = new Store(new StoreOptions
        {
            Fuel = metering == Metering.None ? null : Fuel,
            Quantum = metering == Metering.Quanta ? new FuelQuantum(5_000, _ => { }) : null,
        });
        var instance = new Linker().DefineFunction("host", "call", Call).Instantiate(store, module);
        var run = instance.GetFunction<Func<int, int>>("f0");
        string[] outcomes = [.. inputs.Select(input => Outcome(instance, run, input))];
        return (outcomes, Fuel - store.Fuel);
    }

    private static string Outcome(Instance instance, Func<int, int> run, int input)
    {
        instance.GetGlobal("steps").Value = Value.FromI32(Steps);
        var outcome = Outcome(instance, () => run(input));
        return $"{outcome}; {instance.GetGlobal("state").Value.I32}, {instance.GetGlobal("steps").Value.I32}";
    }

    private static string Outcome(Instance instance, Func<int> run)
    {
        try
        {
            return $"{run()}";
        }
        catch (TrapException)
        {
            return "trap";
        }
        catch (WasmException thrown)
        {
            string[] tags = ["t0", "t1", "t2"];
            return Array.Find(tags, tag => instance.GetTag(tag) == thrown.Tag) is { } name
                ? string.Join(' ', [name, .. thrown.Values.Select(Text)])
                : "exception";
        }
    }

    // Calls back, throws, or catches what the guest throws.
    private static int Call(Caller caller, int number)
    {
        var instance = caller.Instance!;
        var tag = instance.GetTag("t0");
        switch (number & 3)
        {
            case 0:
                throw new WasmException(tag, Value.FromI32(number));
            case 1:
                return instance.GetFunction<Func<int, int>>("f5")(number);
            case 2:
                try
                {
                    return instance.GetFunction<Func<int, int>>("f4")(number);
                }
                catch (WasmException thrown) when (thrown.Tag == tag)
                {
                    return thrown.Values[0].I32 + 1;
                }

            default:
                return number;
        }
    }

    private static string Text(Value value) => value.ToString().Split(' ')[1];
}
