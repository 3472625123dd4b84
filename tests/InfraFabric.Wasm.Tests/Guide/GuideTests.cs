using System.Security.Cryptography;
using System.Text;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Recordings;
using InfraFabric.Wasm.Types;
using InfraFabric.Wasm.Wasi;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Tests.Guide;

/// <summary>The snippets of the guide stand here, each in a test, so that they are known to run.</summary>
public sealed class GuideTests
{
    [Fact]
    public void Snippets_OfTheGuide_StandInTheseTests()
    {
        var snippets = GuidePage.Snippets();
        var source = GuidePage.Plain(File.ReadAllText(
            RepositoryFolder.PathOf("tests", "InfraFabric.Wasm.Tests", "Guide", "GuideTests.cs")));

        snippets.Count.ShouldBe(11);
        foreach (var snippet in snippets)
            source.Contains(snippet, StringComparison.Ordinal).ShouldBeTrue(snippet);
    }

    [Fact]
    public void Load_Module_CanBeCalled()
    {
        var bytes = GuideModules.Calculator;

        var module = Module.Load(bytes);
        using var store = new Store();
        var instance = new Linker().Instantiate(store, module);
        var add = instance.GetFunction<Func<int, int, int>>("add");
        var sum = add(2, 3);

        sum.ShouldBe(5);
    }

    [Fact]
    public void Define_FunctionOfTheHost_ReadsTheGuestsMemory()
    {
        var bytes = GuideModules.Greeter;
        var lines = new List<string>();
        using var store = new Store();

        var linker = new Linker().DefineFunction("host", "log", (Caller caller, int address, int length) =>
            lines.Add(Encoding.UTF8.GetString(caller.Memory!.Read((uint)address, length))));
        linker.Instantiate(store, Module.Load(bytes)).GetFunction<Action>("run")();

        lines.ShouldBe(["hello"]);
    }

    [Fact]
    public void Define_FunctionByValues_IsCalled()
    {
        var bytes = GuideModules.Greeter;
        var seen = new List<int>();
        using var store = new Store();

        var type = new FunctionType([ValueKind.I32, ValueKind.I32], []);
        var linker = new Linker().DefineFunction("host", "log", type, (caller, arguments, results) =>
            seen.Add(arguments[1].I32));

        linker.Instantiate(store, Module.Load(bytes)).GetFunction<Action>("run")();
        seen.ShouldBe([5]);
    }

    [Fact]
    public void Limits_OfAStore_StopTheGuest()
    {
        var pagesLeft = 100;
        var bytes = GuideModules.Calculator;

        using var store = new Store(new StoreOptions
        {
            Fuel = 1_000_000,
            MaxMemoryPages = 256,
            MaxTableElements = 10_000,
            MaxInstances = 1,
            MaxStackBytes = 1 << 20,
            Limiter = growth => growth.Type is not MemoryType || growth.Wanted - growth.Current <= pagesLeft,
        });

        var spin = new Linker().Instantiate(store, Module.Load(bytes)).GetFunction<Action>("spin");
        Should.Throw<TrapException>(() => spin()).Reason.ShouldBe(TrapReason.OutOfFuel);
        store.Fuel.ShouldBe(0);
    }

    [Fact]
    public void Quantum_OfFuel_IsToldAsItIsUsed()
    {
        var turns = 0;
        var bytes = GuideModules.Calculator;

        var module = Module.Load(bytes, new ModuleOptions { Metering = Metering.Quanta });
        using var store = new Store(new StoreOptions
        {
            Quantum = new FuelQuantum(100_000, running => turns++),
            Fuel = 1_000_000,
        });

        var spin = new Linker().Instantiate(store, module).GetFunction<Action>("spin");
        Should.Throw<TrapException>(() => spin()).Reason.ShouldBe(TrapReason.OutOfFuel);
        turns.ShouldBe(9);
    }

    [Fact]
    public void InterruptAfter_Time_StopsTheGuest()
    {
        using var store = new Store();
        var spin = new Linker().Instantiate(store, Module.Load(GuideModules.Calculator)).GetFunction<Action>("spin");
        var time = TimeProvider.System;

        using (store.InterruptAfter(TimeSpan.FromMilliseconds(50), time))
        {
            try
            {
                spin();
            }
            catch (TrapException trap) when (trap.Reason == TrapReason.Interrupted)
            {
                store.Resume();
            }
        }

        Should.Throw<TrapException>(() =>
        {
            store.Interrupt();
            spin();
        });
    }

    [Fact]
    public void Trap_Shown_HasTheTraceOfThePage()
    {
        using var store = new Store();
        var module = Module.Load(GuideModules.Calculator);
        var run = new Linker().Instantiate(store, module).GetFunction<Func<int, int>>("run");
        var output = new StringWriter();

        try
        {
            run(0);
        }
        catch (TrapException trap)
        {
            output.WriteLine(trap);
        }

        var shown = output.ToString().TrimEnd();
        var page = GuidePage.Plain(File.ReadAllText(RepositoryFolder.PathOf("docs", "guides", "wasm.md")));
        page.ShouldContain(GuidePage.Plain(shown));
        shown.ShouldStartWith("wasm trap: integer divide by zero\nwasm trace:\n   at calculator!divide");
    }

    [Fact]
    public void Throw_ByAFunctionOfTheHost_ComesThroughTheGuest()
    {
        var bytes = GuideModules.Searcher;
        var found = new Dictionary<int, int> { [3] = 9 };
        var unknown = new List<int>();
        using var store = new Store();

        var module = Module.Load(bytes, new ModuleOptions { Features = ModuleFeatures.Exceptions });
        var missing = new Tag(store, new TagType([ValueKind.I32]));
        var linker = new Linker().Define("host", "missing", missing).DefineFunction("host", "find", (int key) =>
            found.TryGetValue(key, out var value) ? value : throw new WasmException(missing, Value.FromI32(key)));
        var run = linker.Instantiate(store, module).GetFunction<Func<int, int>>("run");
        try
        {
            run(7);
        }
        catch (WasmException thrown) when (thrown.Tag == missing)
        {
            unknown.Add(thrown.Values[0].I32);
        }

        unknown.ShouldBe([7]);
        run(3).ShouldBe(9);
    }

    [Fact]
    public void Cache_SameBytes_GivesTheModule()
    {
        var bytes = GuideModules.Calculator;

        var cache = new ModuleCache(maxBytes: 64 << 20);
        var module = cache.Load(bytes);

        cache.Load(bytes).ShouldBeSameAs(module);
    }

    [Fact]
    public void Wasi_Command_PrintsToTheStreamItIsGiven()
    {
        var bytes = GuideModules.Command;
        using var store = new Store();
        var output = new MemoryStream();
        var exitCode = -1;

        var files = new VirtualFileSystem();
        files.Mount("/work", MountAccess.ReadWrite);
        var host = new WasiHost(new WasiOptions
        {
            Arguments = ["tool", "--fast"],
            Output = output,
            TimeProvider = TimeProvider.System,
            Random = RandomNumberGenerator.Fill,
            Files = files,
        });
        var linker = new Linker();
        host.Define(linker);
        try
        {
            linker.Instantiate(store, Module.Load(bytes)).GetFunction<Action>("_start")();
            exitCode = 0;
        }
        catch (WasiExitException exit)
        {
            exitCode = exit.ExitCode;
        }

        exitCode.ShouldBe(0);
        Encoding.UTF8.GetString(output.ToArray()).ShouldBe("hello\n");
    }

    [Fact]
    public void Recording_Run_IsReplayedWithoutItsHost()
    {
        var module = Module.Load(GuideModules.Greeter);
        var options = new StoreOptions { Fuel = 1_000 };
        var calls = 0;
        var hosts = new Linker().DefineFunction("host", "log", (int address, int length) => { calls++; });

        var recorder = new Recorder();
        using (var store = new Store(options))
            recorder.Record(hosts).Instantiate(store, module).GetFunction<Action>("run")();
        var bytes = recorder.ToRecording().ToArray();

        var replay = new Replay(Recording.Read(bytes));
        using (var store = new Store(options))
            replay.Linker.Instantiate(store, module).GetFunction<Action>("run")();
        replay.Finish();

        calls.ShouldBe(1);
    }
}
