// A whole host. It runs the function "run" of a module with limits on fuel, memory and time, and offers it a function.
// Usage: wasm-host MODULE.wasm [NUMBER [FUEL]]
using System.Globalization;
using InfraFabric.Wasm;

if (args.Length == 0)
{
    Console.Error.WriteLine("Usage: wasm-host MODULE.wasm [NUMBER [FUEL]]");
    return 2;
}

var number = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000;
var fuel = args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 100_000_000;
var linker = new Linker()
    .DefineFunction("host", "log", (int count, int prime) => Console.WriteLine($"prime number {count} is {prime}"));
using var store = new Store(new StoreOptions { Fuel = fuel, MaxMemoryPages = 16 });
try
{
    var module = Module.Load(File.ReadAllBytes(args[0]));
    using var limit = store.InterruptAfter(TimeSpan.FromSeconds(5), TimeProvider.System);
    var result = linker.Instantiate(store, module).GetFunction<Func<int, int>>("run")(number);
    Console.WriteLine($"result {result}, fuel used {fuel - store.Fuel}");
    return 0;
}
catch (TrapException trap)
{
    Console.Error.WriteLine(trap);
}
catch (Exception refused) when (refused is InvalidModuleException or LinkException or IOException)
{
    Console.Error.WriteLine(refused.Message);
}

return 1;
